import { join } from 'node:path';
import type { ProgressOutput } from '@moving-ground/terminal';
import { makeEnvironment } from './make-environment.ts';

/** Glue 5.0's. */
const VERSION = '3.11';

/**
 * The environment of a project: `.venv` in its folder, from its `requirements-build.txt` (what builds packages) and
 * `requirements.txt`. Answers the interpreter.
 * @throws PythonMissing, EnvironmentNotMade
 */
export function projectEnvironment(
  project: string,
  say: (line: string) => void,
  progress?: ProgressOutput,
): Promise<string> {
  const requirements = ['requirements-build.txt', 'requirements.txt'].map((file) => join(project, file));
  return makeEnvironment({ folder: join(project, '.venv'), requirements, version: VERSION, say, progress });
}
