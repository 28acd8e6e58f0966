import { createReadStream, type ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { basename } from 'node:path';
import { readQuotes } from '@moving-ground/formats';
import type { PriceTick } from '@moving-ground/market';

/** The file cannot be read at all. */
export class RecordingUnreadable extends Error {
  override readonly name = 'RecordingUnreadable';
}

export type RecordingFacts = { readonly rows: number; readonly firstMs: number; readonly lastMs: number };

/** The ticks of a CSV or CSV.gz in order. @throws RecordingUnreadable, CsvError with the line and its value */
export async function* replayRecording(path: string): AsyncGenerator<readonly PriceTick[]> {
  try {
    yield* readQuotes(bytesOf(path), basename(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new RecordingUnreadable(`the recording ${path} cannot be read: ${message}`, { cause: error });
  }
}

/** Reads the whole file once, so that a bad row is known before anything begins. @throws as replayRecording does */
export async function checkRecording(path: string): Promise<RecordingFacts> {
  let rows = 0;
  let firstMs = NaN;
  let lastMs = NaN;
  for await (const ticks of replayRecording(path)) {
    if (rows === 0) firstMs = ticks[0]?.timeMs ?? NaN;
    lastMs = ticks.at(-1)?.timeMs ?? lastMs;
    rows += ticks.length;
  }
  if (rows === 0) throw new RecordingUnreadable(`the recording ${path} has a header and no quotes`);
  return { rows, firstMs, lastMs };
}

function bytesOf(path: string): Readable {
  const file: ReadStream = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}
