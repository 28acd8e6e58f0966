import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EnvironmentNotMade } from './errors.ts';

const LONGEST_MS = 15 * 60_000;
/** Of what it complains about, so much is kept. */
const LETTERS = 4000;

/**
 * Runs a command to its end, and hands on what it says on the way.
 * @throws EnvironmentNotMade with the last line that it complained with
 */
export async function runQuietly(
  command: string,
  words: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  const child = spawn(command, words, { timeout: LONGEST_MS, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (said: Buffer) => (complaints = (complaints + said.toString()).slice(-LETTERS)));
  createInterface({ input: child.stdout }).on('line', onLine);
  const end = await new Promise<string | number | null>((done) => {
    child.on('error', ({ message }) => done(message));
    child.on('close', (code, signal) => done(code ?? signal));
  });
  if (end === 0) return;
  const lastWords = complaints.trim().split('\n').at(-1);
  throw new EnvironmentNotMade(`${command} ${words.join(' ')} ended with: ${lastWords || String(end)}`);
}
