import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Event = Readonly<Record<string, unknown>> & { readonly event?: string };

export type Ended = {
  readonly code: number;
  readonly stderr: string;
  readonly events: readonly Event[];
};

const root = fileURLToPath(new URL('../../..', import.meta.url));

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ground-end-to-end-'));
}

/** One program of this repository as a user starts it: its events, its last words, its exit code. */
export class Loop {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #events: Event[] = [];
  readonly #waiting = new Set<() => void>();

  /** @param module relative to the repository's root */
  constructor(module: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', module, ...words], {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    this.ended = new Promise((done) => {
      child.on('close', (code) => {
        done({ code: code ?? -1, stderr, events: this.#events });
        this.#wake();
      });
    });
  }

  /** The first event that fits, also one that was told before. @throws when the program ends without it */
  async event(fits: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = this.#events.find(fits);
      if (found) return found;
      if (this.#child.exitCode !== null) {
        throw new Error(`the program ended without the event: ${(await this.ended).stderr}`);
      }
      await new Promise<void>((heard) => this.#waiting.add(heard));
    }
  }

  get events(): readonly Event[] {
    return this.#events;
  }

  interrupt(): Promise<Ended> {
    this.#child.kill('SIGINT');
    return this.ended;
  }

  #hear(line: string): void {
    if (line.startsWith('{')) this.#events.push(JSON.parse(line) as Event);
    this.#wake();
  }

  #wake(): void {
    for (const heard of this.#waiting) heard();
    this.#waiting.clear();
  }
}

/** `npm start -- words`, with its events as JSON. */
export function startLoop(...words: readonly string[]): Loop {
  return new Loop('apps/ground/src/main.ts', ['start', '--json', ...words]);
}
