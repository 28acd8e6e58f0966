import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('..', import.meta.url));
export const NOTEBOOKS = ['feature-exploration', 'linear-learner'] as const;

/** A cell has failed: the message has the cell and its traceback. */
export class NotebookFailed extends Error {
  override readonly name = 'NotebookFailed';
}

/** Where the notebook's clients find the run. */
export type NotebookPlace = {
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
};

/** What a notebook prints last: its facts. */
export type Facts = Readonly<Record<string, unknown>>;

/** Executes it, writes the copy and its pictures into the folder, and answers its facts. @throws NotebookFailed */
export async function executeNotebook(
  python: string,
  name: (typeof NOTEBOOKS)[number],
  place: NotebookPlace,
  folder: string,
): Promise<Facts> {
  const words = [`${PROJECT}execute.py`, `${PROJECT}notebooks/${name}.ipynb`, folder];
  const printed = await run(python, words, { ...process.env, ...environmentOf(place) });
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Facts;
}

function environmentOf({ url, region, bucket, stateMachineArn }: NotebookPlace): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    GROUND_BUCKET: bucket,
    GROUND_STATE_MACHINE_ARN: stateMachineArn,
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

function run(python: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, failed) => {
    execFile(python, words, { env, maxBuffer: 1 << 26, timeout: 15 * 60_000 }, (error, stdout, stderr) => {
      if (error) failed(new NotebookFailed(stderr.trim() || error.message));
      else done(stdout);
    });
  });
}
