import { parseArgs } from 'node:util';
import { chosenStage } from '../account/chosen-stage.ts';
import { cdkCommand, stacksOf, VERBS, type CdkCommand } from './cdk-command.ts';
import { runCdk } from './run-cdk.ts';

/** `node apps/infra/src/deploy/main.ts PROJECT [--verb deploy] [--stage dev]` */
function commandOf(words: readonly string[]): CdkCommand {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { verb: { type: 'string', default: 'deploy' }, stage: { type: 'string' } },
    allowPositionals: true,
  });
  const verb = VERBS.find((one) => one === values.verb);
  if (!verb) throw new TypeError(`--verb was ${values.verb}: give ${VERBS.join(', ')}`);
  const stage = chosenStage(values.stage ?? process.env['GROUND_STAGES']);
  return cdkCommand(verb, stage.name, stacksOf(positionals[0] ?? ''));
}

try {
  await runCdk(commandOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
