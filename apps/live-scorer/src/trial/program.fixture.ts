import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Line = Readonly<Record<string, unknown>>;

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** One program of this repository in a process of its own, with nothing of this one's environment but the PATH. */
export class Program {
  readonly lines: Line[] = [];
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();

  /** @param module relative to the repository's root */
  constructor(module: string, environment: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', module], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    createInterface({ input: child.stdout }).on('line', (text) => {
      output += `${text}\n`;
      if (text.startsWith('{')) this.lines.push(JSON.parse(text) as Line);
      this.#wake();
    });
    this.ended = new Promise((done) => {
      child.on('close', (code) => {
        done({ code, output });
        this.#wake();
      });
    });
  }

  /** The first line with this event, also one that was told before. @throws when the program ends without it */
  async event(name: string): Promise<Line> {
    for (;;) {
      const found = this.lines.find(({ event }) => event === name);
      if (found) return found;
      if (this.#child.exitCode !== null) throw new Error((await this.ended).output);
      await new Promise<void>((heard) => this.#waiting.add(heard));
    }
  }

  end(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): typeof this.ended {
    this.#child.kill(signal);
    return this.ended;
  }

  #wake(): void {
    for (const heard of this.#waiting) heard();
    this.#waiting.clear();
  }
}
