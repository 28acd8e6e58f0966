import { generateFiles, installPackagesTask, type GeneratorCallback, type Tree } from '@nx/devkit';
import { fileURLToPath } from 'node:url';

export type InstrumentOptions = {
  /** Letters, digits and dashes. */
  readonly name: string;
  /** IG's name of the market. */
  readonly epic: string;
};

/**
 * An instrument's folder: its configuration, and a test that fails until its quotes are there and fit.
 * @returns what makes the new folder known to npm, so that the lock file agrees with it
 */
export async function generateInstrument(
  tree: Tree,
  { name, epic }: InstrumentOptions,
): Promise<GeneratorCallback> {
  const files = fileURLToPath(new URL('../files', import.meta.url));
  generateFiles(tree, files, `tools/${name}`, { name, epic, end: '' });
  return () => installPackagesTask(tree, true);
}
