import { STAGES } from '../stages/stages.ts';
import { costCommand } from './cost-command.ts';

try {
  process.stdout.write(costCommand(process.argv.slice(2), STAGES));
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`cost: ${error.message}\n`);
  process.exitCode = 2;
}
