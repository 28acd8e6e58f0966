import { resolve } from 'node:path';
import { progressOn } from '@moving-ground/terminal';
import { EnvironmentNotMade, projectEnvironment, PythonMissing } from '@moving-ground/python-environment';
import { executeNotebook, NotebookFailed, NOTEBOOKS, PROJECT } from './execute-notebook.ts';
import { withModel } from './with-model.ts';

/** Both notebooks against a loop of their own; copies and pictures go to the folder. */
async function main(folder: string): Promise<void> {
  const progress = progressOn(process.stderr, () => performance.now());
  const python = await projectEnvironment(PROJECT, (line) => console.log(line), progress);
  console.log('waiting for the first model');
  await withModel([], async (place) => {
    for (const name of NOTEBOOKS) {
      await executeNotebook(python, name, place, folder);
      console.log(`${name}: ${folder}`);
    }
  });
}

try {
  await main(resolve(process.argv[2] ?? 'tmp/notebooks'));
} catch (error) {
  const isTold = [PythonMissing, EnvironmentNotMade, NotebookFailed].some((known) => error instanceof known);
  console.error(isTold ? (error as Error).message : error);
  process.exitCode = 1;
}
