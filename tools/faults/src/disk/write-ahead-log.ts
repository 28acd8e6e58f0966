import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { join } from 'node:path';
import { numberedGroup, wholeGroups } from './numbered-groups.ts';

/** Header of the log, and of each page in it. */
export const [LOG_HEADER, PAGE_HEADER, PAGE] = [32, 24, 4096] as const;

/** A store whose groups are all in its write-ahead log, as a power cut finds it. */
export class LoggedStore {
  readonly path: string;
  /** Length of the log when each group was acknowledged; the first is that of none. */
  readonly lengths: number[] = [];
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'logged.db');
  }

  static async write(folder: string, groups: number): Promise<LoggedStore> {
    const logged = new LoggedStore(folder);
    // The schema goes into the file itself; the log of what follows is copied while the store is open.
    await openSqliteMarketStore(logged.path).close();
    const store = openSqliteMarketStore(logged.path);
    logged.lengths.push(0);
    for (let i = 0; i < groups; i++) {
      await store.record(numberedGroup(i));
      logged.lengths.push(readFileSync(`${logged.path}-wal`).length);
    }
    for (const end of ['', '-wal']) copyFileSync(logged.path + end, join(folder, `kept${end}`));
    await store.close();
    return logged;
  }

  get logLength(): number {
    return this.lengths.at(-1) ?? 0;
  }

  /** Groups that are there when the log ends after so many bytes. @throws when one is there in part */
  cutAt(length: number): Promise<number> {
    return this.#groupsAfter((log) => truncateSync(log, length));
  }

  /** Groups that are there when one bit of the log is another. */
  flipAt(offset: number, bit: number): Promise<number> {
    return this.#groupsAfter((log) => {
      const bytes = readFileSync(log);
      bytes[offset] = Number(bytes[offset]) ^ (1 << bit);
      writeFileSync(log, bytes);
    });
  }

  async #groupsAfter(damage: (log: string) => void): Promise<number> {
    const path = join(this.#folder, 'damaged.db');
    for (const end of ['', '-wal']) copyFileSync(join(this.#folder, `kept${end}`), path + end);
    damage(`${path}-wal`);
    const store = openSqliteMarketStore(path);
    try {
      return await wholeGroups(store);
    } finally {
      await store.close();
    }
  }
}
