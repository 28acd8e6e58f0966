import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CsvError, quotesHeader, readQuotes } from '@moving-ground/formats';
import type { PriceTick, StoredTick } from '@moving-ground/market';
import { gzipMember } from './gzip-member.ts';
import { RecordingNotUsable } from './recording-not-usable.ts';
import { WholeMembers } from './whole-members.ts';

/** What a recording held when it was opened. */
export type RecordingState = {
  readonly rows: number;
  readonly lastTick: StoredTick | undefined;
  /** Bytes of a last write that was not whole, which were cut off. */
  readonly cutBytes: number;
};

/** A CSV.gz that grows by whole gzip members, each durable before the next: after any end it holds all but the last. */
export class RecordingFile {
  readonly state: RecordingState;
  readonly #file: FileHandle;
  readonly #path: string;
  #end: number;

  private constructor(file: FileHandle, path: string, opened: RecordingState & { readonly end: number }) {
    this.#file = file;
    this.#path = path;
    this.#end = opened.end;
    this.state = opened;
  }

  /** A new file. @throws RecordingNotUsable when there is one, or it cannot be made */
  static async create(path: string): Promise<RecordingFile> {
    const file = await open(path, 'wx').catch((error: unknown) => {
      throw new RecordingNotUsable(path, whyNot(error));
    });
    const recording = new RecordingFile(file, path, { rows: 0, lastTick: undefined, cutBytes: 0, end: 0 });
    await recording.append([quotesHeader]);
    await syncFolder(dirname(path));
    return recording;
  }

  /** One to go on in, or a new one. @throws RecordingNotUsable when it was not written by this, or is damaged */
  static async resume(path: string): Promise<RecordingFile> {
    const file = await open(path, constants.O_RDWR).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new RecordingNotUsable(path, whyNot(error));
    });
    if (!file) return RecordingFile.create(path);
    try {
      return await RecordingFile.#goOn(file, path);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  static async #goOn(file: FileHandle, path: string): Promise<RecordingFile> {
    const members = new WholeMembers(file, path);
    const { rows, lastTick } = await readToEnd(members, path);
    const cutBytes = (await file.stat()).size - members.end;
    if (cutBytes > 0) {
      await file.truncate(members.end);
      await file.sync();
    }
    const recording = new RecordingFile(file, path, { rows, lastTick, cutBytes, end: members.end });
    if (members.end === 0) await recording.append([quotesHeader]);
    return recording;
  }

  /** Resolves when the lines are durable. @throws RecordingNotUsable, with the file as it was before */
  async append(lines: readonly string[]): Promise<void> {
    const member = await gzipMember(Buffer.from(`${lines.join('\n')}\n`));
    try {
      await writeWhole(this.#file, member, this.#end);
      await this.#file.sync();
      this.#end += member.length;
    } catch (error) {
      await this.#file.truncate(this.#end).catch(() => undefined);
      throw new RecordingNotUsable(this.#path, `cannot be written: ${(error as Error).message}`);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function writeWhole(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

type Read = { readonly rows: number; readonly lastTick: StoredTick | undefined };

/** Reads every row, so that a file that cannot be replayed is not gone on with. */
async function readToEnd(members: WholeMembers, path: string): Promise<Read> {
  let rows = 0;
  let last: StoredTick | undefined;
  try {
    for await (const ticks of readQuotes(withHeader(members, path), path)) {
      rows += ticks.length;
      last = ticks.reduce(numbered, last);
    }
  } catch (error) {
    // Without one whole member there is no header either: the file is begun anew.
    if (error instanceof CsvError && members.end === 0) return { rows: 0, lastTick: undefined };
    if (error instanceof CsvError) throw new RecordingNotUsable(path, `cannot be read: ${error.message}`);
    throw error;
  }
  return { rows, lastTick: last };
}

function numbered(last: StoredTick | undefined, tick: PriceTick): StoredTick {
  return { ...tick, sequence: last?.timeMs === tick.timeMs ? last.sequence + 1 : 0 };
}

/** Rows of all columns go below a header of all columns only. */
async function* withHeader(members: WholeMembers, path: string): AsyncGenerator<Uint8Array> {
  for await (const text of members.texts()) {
    if (members.end === 0 && !text.toString('latin1').startsWith(`${quotesHeader}\n`))
      throw new RecordingNotUsable(path, 'has other columns: record to another file');
    yield text;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is there already: give another name, or --append to go on in it',
  ENOENT: 'is in a folder that does not exist',
  EACCES: 'may not be written',
  EISDIR: 'is a folder',
};

function whyNot(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? `cannot be opened: ${message}`;
}
