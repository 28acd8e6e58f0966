import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EnvironmentNotMade } from './errors.ts';

const LONGEST_MS = 15 * 60_000;

/** Runs a command to its end. @throws EnvironmentNotMade with the last line that it wrote */
export async function runQuietly(command: string, words: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(command, words, { timeout: LONGEST_MS, maxBuffer: 1 << 26 });
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    const lastWords = stderr?.trim().split('\n').at(-1);
    throw new EnvironmentNotMade(`${command} ${words.join(' ')} ended with: ${lastWords || message}`);
  }
}
