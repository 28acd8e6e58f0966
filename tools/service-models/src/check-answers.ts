import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EnvironmentNotMade, projectEnvironment, PythonMissing } from '@moving-ground/python-environment';
import type { RecordedAnswer } from './recorded-answers.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** The interpreter that has botocore; a sentence about what is missing where there cannot be one. */
export async function botocoreEnvironment(): Promise<{
  readonly python?: string;
  readonly missing?: string;
}> {
  try {
    return { python: await projectEnvironment(PROJECT, (line) => console.log(line)) };
  } catch (error) {
    if (error instanceof PythonMissing || error instanceof EnvironmentNotMade)
      return { missing: error.message };
    throw error;
  }
}

/** What the services' models do not allow, a sentence each. @throws with what Python wrote */
export function checkAnswers(python: string, answers: readonly RecordedAnswer[]): Promise<readonly string[]> {
  return new Promise((done, fail) => {
    const child = execFile(python, ['check_answers.py'], { cwd: PROJECT }, (error, stdout, stderr) => {
      if (error) fail(new Error(stderr));
      else done(stdout.split('\n').filter((line) => line !== ''));
    });
    child.stdin?.end(answers.map((answer) => JSON.stringify(answer)).join('\n'));
  });
}
