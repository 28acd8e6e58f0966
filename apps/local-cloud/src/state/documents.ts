import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** JSON documents by name in one folder, each replaced whole: a reader sees the old one or the new one. */
export class Documents<T> {
  readonly #folder: string;
  readonly #mode: number;

  /** @param mode of the files, before the process's mask */
  constructor(folder: string, mode = 0o666) {
    this.#folder = folder;
    this.#mode = mode;
    mkdirSync(folder, { recursive: true });
  }

  get(name: string): T | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(name), 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  put(name: string, document: T): void {
    const path = this.#path(name);
    const file = openSync(`${path}.new`, 'w', this.#mode);
    try {
      writeSync(file, JSON.stringify(document));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  }

  delete(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  /** Names in text order. */
  names(): string[] {
    const files = readdirSync(this.#folder).filter((file) => file.endsWith('.json'));
    return files.map((file) => decodeURIComponent(file.slice(0, -'.json'.length))).sort();
  }

  all(): T[] {
    return this.names().flatMap((name) => this.get(name) ?? []);
  }

  #path(name: string): string {
    return join(this.#folder, `${encodeURIComponent(name)}.json`);
  }
}
