import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { progressOn } from '@moving-ground/terminal';
import { EnvironmentNotMade, PythonMissing } from './errors.ts';
import { projectEnvironment } from './project-environment.ts';

const HELP = `Makes the Python environment of a project, .venv in its folder, from its locked requirements.

usage: python-environment [FOLDER] [--quiet] [--json]

For example
  npx nx run glue-etl:environment
  node tools/python-environment/src/main.ts tools/notebooks --quiet

Exit codes: 0 made, or there already; 1 there is no Python for it, or a package cannot be had; 2 not understood
`;

const flag = { type: 'boolean', default: false } as const;
const OPTIONS = { quiet: flag, json: flag, help: { ...flag, short: 'h' } } as const;

type Words = { readonly folder: string; readonly isSilent: boolean; readonly json: boolean };

/** @returns undefined where only help is asked for @throws TypeError for a flag that is not known */
function read(words: readonly string[]): Words | undefined {
  const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  const [folder = '.'] = positionals;
  const { help, json, quiet } = values;
  return help ? undefined : { folder: resolve(folder), isSilent: quiet || json, json };
}

async function make({ folder, isSilent, json }: Words): Promise<void> {
  const progress = isSilent ? undefined : progressOn(process.stderr, () => performance.now());
  const say = isSilent ? (): void => undefined : (line: string): void => console.log(line);
  const python = await projectEnvironment(folder, say, progress);
  if (json) console.log(JSON.stringify({ event: 'environment-ready', python }));
}

try {
  const words = read(process.argv.slice(2));
  if (words) await make(words);
  else process.stdout.write(HELP);
} catch (error) {
  const isExpected = [PythonMissing, EnvironmentNotMade, TypeError].some((known) => error instanceof known);
  if (!isExpected) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
