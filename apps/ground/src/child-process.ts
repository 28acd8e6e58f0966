import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export type Child = {
  readonly name: string;
  /** Resolves with the exit code; a signal's end is -1. */
  readonly ended: Promise<number>;
  /** The last words on stderr: the sentence a failing process ends with. */
  readonly lastWords: () => string;
  readonly stop: () => Promise<number>;
};

export type ChildOptions = {
  readonly name: string;
  /** The module to run, absolute. */
  readonly module: string;
  /** What it is told on its command line. */
  readonly words?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  readonly onLine: (line: Readonly<Record<string, unknown>>) => void;
  /** The loop does not need it, and goes first on a busy machine. */
  readonly yields?: true;
};

const STOP_WITHIN_MS = 28_000;

/** A process of the loop: its JSON lines are read, everything it writes is kept in its log file. */
export function startChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const words = ['--disable-warning=ExperimentalWarning', options.module, ...(options.words ?? [])];
  const child = spawn(process.execPath, words, {
    env: { ...inherited(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C reaches the whole foreground group; a group of its own leaves the order of ending to us.
    detached: true,
  });
  if (options.yields && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  // However this process ends, no child of it goes on.
  process.once('exit', () => child.kill('SIGKILL'));
  let said = '';
  createInterface({ input: child.stdout }).on('line', (text) => {
    log.write(`${text}\n`);
    const line = parseLine(text);
    if (line) options.onLine(line);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log.write(chunk);
    said = (said + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<number>((done) => child.on('close', (code) => done(code ?? -1)));
  return { name: options.name, ended, lastWords: () => lastSentence(said), stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<number> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  const code = await ended;
  clearTimeout(timer);
  return code;
}

/**
 * Settings reach a child by its own variables only. A MongoDB that is named for a deployed streamer is not taken:
 * its one database would mix the prices of different data folders.
 */
function inherited(): NodeJS.ProcessEnv {
  const isOwn = (name: string): boolean =>
    name.startsWith('GROUND_') || name.startsWith('AWS_') || name === 'MONGODB_URI';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOwn(name)));
}

function parseLine(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function lastSentence(words: string): string {
  return words.trim().split('\n').at(-1) ?? '';
}
