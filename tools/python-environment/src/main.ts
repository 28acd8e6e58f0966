import { resolve } from 'node:path';
import { EnvironmentNotMade, PythonMissing } from './errors.ts';
import { projectEnvironment } from './project-environment.ts';

const [project = '.'] = process.argv.slice(2);

try {
  await projectEnvironment(resolve(project), (line) => console.log(line));
} catch (error) {
  if (!(error instanceof PythonMissing || error instanceof EnvironmentNotMade)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
