import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Event = Readonly<Record<string, unknown>> & { readonly event?: string };

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
};

/** A program of this repository as a process of its own: what it tells, and how it ends. */
export class Child {
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcess;
  readonly #events: Event[] = [];
  readonly #listeners = new Set<(event: Event) => void>();

  constructor(file: string, environment: Readonly<Record<string, string>>, words: readonly string[] = []) {
    this.#process = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...words], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = this.#listen();
  }

  get events(): readonly Event[] {
    return this.#events;
  }

  onEvent(listener: (event: Event) => void): void {
    this.#listeners.add(listener);
  }

  /** The first event that fits, also one that was told before. @throws when the program ends without it */
  async event(fits: (event: Event) => boolean): Promise<Event> {
    const told = this.#events.find(fits);
    if (told) return told;
    const heard = Promise.withResolvers<Event>();
    this.onEvent((event) => fits(event) && heard.resolve(event));
    const end = this.ended.then(({ code, stderr }) => {
      throw new Error(`the program ended with code ${code} without the event: ${stderr}`);
    });
    // When the event comes first, nobody waits for the end any more.
    end.catch(() => undefined);
    return Promise.race([heard.promise, end]);
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  #listen(): Promise<Ended> {
    const { stdout, stderr } = this.#process;
    let said = '';
    stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.#hear(line));
    return new Promise((done) => {
      this.#process.on('close', (code, signal) => {
        done({ code, signal, stderr: said });
      });
    });
  }

  #hear(line: string): void {
    if (!line.startsWith('{')) return;
    const event = JSON.parse(line) as Event;
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
  }
}
