import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { WorkStopped } from '../worker/work-stopped.ts';
import { jobError } from './job-error.ts';

/** The job ended with an error: the message is its own. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

export type JobCommand = {
  readonly command: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Gets all that the job writes. */
  readonly logFile: string;
};

/** Enough for the error that a job ends with. */
const LAST_WORDS = 20_000;

/** Runs a job to its end. @throws WorkStopped when the signal aborts, JobFailed, and where it cannot be started */
export async function runJob(job: JobCommand, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new WorkStopped('stopped before it began');
  const child = spawn(job.command, job.words, {
    env: { ...process.env, ...job.environment },
    // A group of its own, because Python starts Java: an end must reach both.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): void => endGroup(child);
  signal.addEventListener('abort', end);
  process.once('exit', end);
  const lastWords = keepWords(child, job.logFile);
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.on('close', done).on('error', failed);
    });
    if (signal.aborted) throw new WorkStopped('stopped');
    if (code !== 0) throw new JobFailed(jobError(lastWords()) || `the job ended with exit code ${code}`);
  } finally {
    signal.removeEventListener('abort', end);
    process.off('exit', end);
  }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself in this moment.
  }
}

function keepWords({ stdout, stderr }: ChildProcess, logFile: string): () => string {
  const log = createWriteStream(logFile);
  let words = '';
  const keep = (chunk: Buffer): void => void log.write(chunk);
  stdout?.on('data', keep);
  stderr?.on('data', keep);
  stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS)));
  stderr?.on('close', () => log.end());
  return () => words;
}
