import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What the Spark job runs with on this machine. */
export type SparkPlace = {
  /** An interpreter that has pyspark. */
  readonly python: string;
  readonly java: string;
  /** The job's script. */
  readonly job: string;
};

/** Something that Spark needs is not on this machine; the message says what to install. */
export class SparkMissing extends Error {
  override readonly name = 'SparkMissing';
}

/** Spark 3.5 and Java 17 are Glue 5.0's. */
const WANTED_SPARK = '3.5';
const WANTED_JAVA = '17';

const INSTALL_PYTHON =
  'make one with `npx nx run glue-etl:environment` (it needs Python 3.11), ' +
  'name another in GROUND_GLUE_PYTHON, or leave extraction.localGlue at typescript';
const INSTALL_JAVA = 'install Java 17 and put it on the PATH or in JAVA_HOME';

/** @throws SparkMissing */
export async function requireSpark({ python, java }: SparkPlace): Promise<void> {
  const spark = await said(python, ['-c', 'import pyspark; print(pyspark.__version__)']);
  if (spark === 'absent') throw new SparkMissing(`there is no Python at ${python}: ${INSTALL_PYTHON}`);
  if (!spark.trim().startsWith(`${WANTED_SPARK}.`))
    throw new SparkMissing(
      `pyspark of ${python} was ${lastLine(spark)}, Glue 5.0 has ${WANTED_SPARK}: ${INSTALL_PYTHON}`,
    );
  const version = await said(java, ['-version']);
  if (version === 'absent') throw new SparkMissing(`there is no Java at ${java}: ${INSTALL_JAVA}`);
  const major = /version "(\d+)/.exec(version)?.[1];
  if (major !== WANTED_JAVA)
    throw new SparkMissing(`Java at ${java} was version ${major ?? lastLine(version)}: ${INSTALL_JAVA}`);
}

/** All that a command writes, whether it ends well or not; `absent` where it cannot be started. */
async function said(command: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, words, { timeout: 60_000 });
    return stdout + stderr;
  } catch (error) {
    const { code, stderr } = error as { readonly code?: unknown; readonly stderr?: string };
    return typeof code === 'string' ? 'absent' : (stderr ?? '');
  }
}

function lastLine(text: string): string {
  return JSON.stringify(text.trim().split('\n').at(-1) ?? '');
}
