import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ProgressOutput } from '@moving-ground/terminal';
import { findPython } from './find-python.ts';
import { withLock } from './folder-lock.ts';
import { InstallProgress } from './install-progress.ts';
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
  /** Where it is shown how far it is; absent: nowhere. */
  readonly progress?: ProgressOutput | undefined;
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
    const files = plan.requirements.map((file) => ({ file, packages: packagesOf(file) }));
    using progress = new InstallProgress(
      files.map(({ packages }) => packages),
      plan.progress,
    );
    await runQuietly(base, ['-m', 'venv', plan.folder]);
    progress.isMade();
    for (const { file, packages } of files) {
      progress.aside(() => plan.say(`installing ${packages.join(' ') || 'nothing'}`));
      await install(python, file, progress);
    }
    writeFileSync(madeFile(plan.folder), wanted);
  });
  return python;
}

/** As they are locked, `name==version`. */
function packagesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').match(/^[\w.-]+==[^\s;]+/gm) ?? [];
}

/** Without isolation, so that what builds a package is locked too: it comes in an earlier file. */
async function install(python: string, file: string, progress: InstallProgress): Promise<void> {
  const calm = ['--progress-bar', 'off', '--disable-pip-version-check', '--no-input'];
  const locked = ['--require-hashes', '--no-build-isolation'];
  const words = ['-m', 'pip', 'install', ...calm, ...locked, '--requirement', file];
  await runQuietly(python, words, (line) => progress.hear(line));
  progress.isInstalled();
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
