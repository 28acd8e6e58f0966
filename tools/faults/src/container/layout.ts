import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FinalStage } from './dockerfile.ts';

const NODE = 'usr/local/bin/node';

export type Running = {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly said: () => string;
};

export const canChangeUser = process.getuid?.() === 0;

export function hasInit({ entrypoint }: FinalStage): boolean {
  return existsSync(String(entrypoint[0]));
}

/** The files of an image in a folder of their own, which nobody but root may write. */
export class Layout {
  readonly #stage: FinalStage;
  readonly #root: string;
  readonly #running = new Set<ChildProcess>();

  /** @param dist the bundle that the Dockerfile's build context has */
  constructor(stage: FinalStage, root: string, dist: string) {
    this.#stage = stage;
    this.#root = root;
    for (const { from, to } of stage.copied) this.#place(join(dist, from.replace(/^dist\//, '')), to);
    this.#place(process.execPath, NODE);
    this.#allow(0o555);
  }

  get files(): readonly string[] {
    return readdirSync(this.#root, { recursive: true }) as string[];
  }

  get user(): { readonly uid: number; readonly gid: number } {
    const [uid = 0, gid = 0] = this.#stage.user.split(':').map(Number);
    return { uid, gid };
  }

  /** Runs words of the Dockerfile, with the image's environment below the given one. */
  run(words: readonly string[], environment: Readonly<Record<string, string>>): Running {
    const [command = '', ...rest] = this.#here(words);
    const child = spawn(command, rest, {
      cwd: join(this.#root, this.#stage.workdir),
      env: { ...this.#stage.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(canChangeUser ? this.user : {}),
    });
    this.#running.add(child);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<number | null>((done) => child.on('close', done));
    return { process: child, ended, said: () => said };
  }

  /** As the image starts: its command below its init, where this machine has that. */
  boot(environment: Readonly<Record<string, string>>): Running {
    const init = hasInit(this.#stage) ? this.#stage.entrypoint : [];
    return this.run([...init, ...this.#stage.command], environment);
  }

  /** Ends what still runs, and lets the folder be removed. */
  close(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    this.#allow(0o755);
  }

  #place(file: string, to: string): void {
    mkdirSync(dirname(join(this.#root, to)), { recursive: true });
    copyFileSync(file, join(this.#root, to));
  }

  #here(words: readonly string[]): string[] {
    const inside = `${this.#stage.workdir}/`;
    return words.map((word) => {
      if (word === 'node') return join(this.#root, NODE);
      return word.startsWith(inside) ? join(this.#root, word) : word;
    });
  }

  #allow(mode: number): void {
    const paths = ['', ...this.files].map((path) => join(this.#root, path));
    for (const path of paths) chmodSync(path, statSync(path).isDirectory() ? mode : 0o555);
  }
}
