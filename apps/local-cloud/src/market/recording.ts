import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, readQuotes } from '@moving-ground/formats';
import type { PriceTick } from '@moving-ground/market';

/** The file cannot be read, is damaged, or has no prices. */
export class RecordingUnusable extends Error {
  override readonly name = 'RecordingUnusable';
}

export type RecordingFacts = { readonly rows: number; readonly firstMs: number; readonly lastMs: number };

const CHUNK_BYTES = 256 * 1024;

/**
 * The ticks of a recorded CSV or CSV.gz, in groups, in the file's order.
 * @throws CsvError naming file, line and value of a bad row; RecordingUnusable for a file that cannot be read
 */
export async function* readRecording(path: string): AsyncGenerator<readonly PriceTick[]> {
  try {
    yield* readQuotes(bytesOf(path), path);
  } catch (error) {
    if (error instanceof CsvError) throw error;
    throw new RecordingUnusable(`the recording ${path} ${problemOf(error as NodeJS.ErrnoException)}`, {
      cause: error,
    });
  }
}

/**
 * Reads the whole file once, so that what is wrong with it is known before anything is built on it.
 * @throws CsvError, RecordingUnusable
 */
export async function checkRecording(path: string): Promise<RecordingFacts> {
  let rows = 0;
  let firstMs: number | undefined;
  let lastMs = 0;
  for await (const ticks of readRecording(path)) {
    firstMs ??= ticks[0]?.timeMs;
    lastMs = ticks.at(-1)?.timeMs ?? lastMs;
    rows += ticks.length;
  }
  if (firstMs === undefined) throw new RecordingUnusable(`the recording ${path} has a header and no rows`);
  return { rows, firstMs, lastMs };
}

function bytesOf(path: string): AsyncIterable<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!path.endsWith('.gz')) return file;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // The error reaches the reader through the stream it reads.
  pipeline(file, gunzip, () => undefined);
  return gunzip;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read',
  EISDIR: 'is a folder',
  Z_DATA_ERROR: 'is no gzip, or is damaged',
  Z_BUF_ERROR:
    'is cut off: its gzip data has no end; one of record is mended by record FILE --append --ticks 0',
};

function problemOf({ code = '', message }: NodeJS.ErrnoException): string {
  return PROBLEMS[code] ?? `cannot be read: ${message}`;
}
