import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { renderExtractArguments, type ExtractArguments } from '@moving-ground/run';

export type SparkWindow = {
  /** Where the window is staged, and the dataset goes. */
  readonly folder: string;
  readonly args: ExtractArguments;
  readonly partitions: number;
  /** The shortest piece of time that is worked on by itself. */
  readonly leastPieceMs: number;
};

export const GLUE_ETL = fileURLToPath(new URL('../../../apps/glue-etl', import.meta.url));

const LONGEST_MS = 15 * 60_000;

/** Extracts windows one after the other in one Spark session. @throws with what Python wrote */
export async function extractOnSpark(python: string, windows: readonly SparkWindow[]): Promise<void> {
  const given = windows.map(({ folder, args, partitions, leastPieceMs }) => ({
    words: wordsOf(folder, args),
    partitions,
    leastPieceMs,
  }));
  const { code, output } = await runPython(python, ['tests/many_windows.py'], JSON.stringify(given));
  if (code !== 0) throw new Error(output);
}

/** As Glue passes them, with the folder in the place of the bucket. */
export function wordsOf(folder: string, args: ExtractArguments): string[] {
  return Object.entries({ ...renderExtractArguments(args), '--root': pathToFileURL(folder).href }).flat();
}

/** Runs Python in the job's folder; answers how it ended and all that it wrote. */
export function runPython(
  python: string,
  words: readonly string[],
  stdin = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, SPARK_LOCAL_IP: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1', ...environment };
  return new Promise((done) => {
    const child = execFile(
      python,
      words,
      { cwd: GLUE_ETL, env, timeout: LONGEST_MS, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        done({ code, output: stdout + stderr });
      },
    );
    child.stdin?.end(stdin);
  });
}
