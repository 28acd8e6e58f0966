import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STAGES } from '../stages/stages.ts';
import { cdkCommand, stacksOf, UnknownStage, VERBS, type CdkCommand, type Verb } from './cdk-command.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** `node apps/infra/src/deploy/main.ts PROJECT [--verb deploy] [--stage dev]` */
function commandOf(words: readonly string[]): CdkCommand {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { verb: { type: 'string', default: 'deploy' }, stage: { type: 'string' } },
    allowPositionals: true,
  });
  const verb = VERBS.find((one) => one === values.verb) satisfies Verb | undefined;
  if (!verb) throw new TypeError(`--verb was ${values.verb}: give ${VERBS.join(', ')}`);
  return cdkCommand(
    verb,
    stageOf(values.stage ?? process.env['GROUND_STAGES']),
    stacksOf(positionals[0] ?? ''),
  );
}

function stageOf(name = 'dev'): string {
  if (STAGES.some((stage) => stage.name === name)) return name;
  throw new UnknownStage(`stage was ${name}: give one of ${STAGES.map((stage) => stage.name).join(', ')}`);
}

function run({ words, environment }: CdkCommand): void {
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', ...environment };
  const child = spawn(join(ROOT, 'node_modules/.bin/cdk'), [...words], { cwd: ROOT, env, stdio: 'inherit' });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

try {
  run(commandOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
