import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findPython } from './find-python.ts';
import { withLock } from './folder-lock.ts';
import { runQuietly } from './run-quietly.ts';

export type EnvironmentPlan = {
  /** Where the environment lies afterwards; replaced when the requirements have changed. */
  readonly folder: string;
  /** Locked requirements with hashes, installed one file after the other. */
  readonly requirements: readonly string[];
  /** For example `3.11`. */
  readonly version: string;
  /** One line for each thing that takes long. */
  readonly say: (line: string) => void;
};

/**
 * A virtual environment with exactly the locked packages, made when it is not there; answers its interpreter. Whoever
 * comes while another process makes it waits for that one.
 * @throws PythonMissing, EnvironmentNotMade
 */
export async function makeEnvironment(plan: EnvironmentPlan): Promise<string> {
  const python = join(plan.folder, 'bin', 'python');
  const wanted = digestOf(plan);
  await withLock(`${plan.folder}.making`, async () => {
    if (madeOf(plan.folder) === wanted) return;
    const base = await findPython(plan.version);
    rmSync(plan.folder, { recursive: true, force: true });
    mkdirSync(plan.folder, { recursive: true });
    plan.say(`making ${plan.folder} from the Python registry, once`);
    await runQuietly(base, ['-m', 'venv', plan.folder]);
    for (const file of plan.requirements) await install(python, file, plan.say);
    writeFileSync(madeFile(plan.folder), wanted);
  });
  return python;
}

/** Without isolation, so that what builds a package is locked too: it comes in an earlier file. */
async function install(python: string, file: string, say: EnvironmentPlan['say']): Promise<void> {
  say(
    `installing ${
      readFileSync(file, 'utf8')
        .match(/^[\w.-]+==\S+/gm)
        ?.join(' ') ?? 'nothing'
    }`,
  );
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  const locked = ['--require-hashes', '--no-build-isolation'];
  await runQuietly(python, ['-m', 'pip', 'install', ...quiet, ...locked, '--requirement', file]);
}

function digestOf({ requirements, version }: EnvironmentPlan): string {
  const hash = createHash('sha256').update(version);
  for (const file of requirements) hash.update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** Written last: a half-made environment has none. */
function madeFile(folder: string): string {
  return join(folder, 'made-of.sha256');
}

function madeOf(folder: string): string {
  return existsSync(madeFile(folder)) ? readFileSync(madeFile(folder), 'utf8') : '';
}
