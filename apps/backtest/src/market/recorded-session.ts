import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { Capture } from '@moving-ground/capture';
import { readQuotes } from '@moving-ground/formats';
import { midPrice, type PriceTick, type StoredTick } from '@moving-ground/market';
import { DaySoFar } from './day-so-far.ts';

/** A recording that does not exist, cannot be read or holds no prices. */
export class RecordingUnusable extends Error {
  override readonly name = 'RecordingUnusable';
}

export type RecordedSession = {
  /** Ticks the bot may deal on, in time order, with the day's figures. */
  readonly ticks: readonly StoredTick[];
  /** sha256 of each file's bytes, in the order given. */
  readonly hashes: readonly string[];
};

/**
 * Reads recordings one after the other as one market, each tick once and in time order.
 * @throws RecordingUnusable, and CsvError for a bad row
 */
export async function readSession(files: readonly string[], maxGapSeconds: number): Promise<RecordedSession> {
  const capture = new Capture({ maxGapSeconds });
  const day = new DaySoFar();
  const ticks: StoredTick[] = [];
  const hashes: string[] = [];
  const take = (quote: PriceTick): void => {
    const captured = capture.accept(quote, false);
    if (captured?.tradeable) ticks.push(withDay(captured.stored, day));
  };
  for (const file of files) {
    const hash = createHash('sha256');
    for await (const group of quotesOf(file, (bytes) => hash.update(bytes))) group.forEach(take);
    hashes.push(hash.digest('hex'));
  }
  if (ticks.length === 0) throw new RecordingUnusable(`there were no prices in ${files.join(', ')}`);
  return { ticks, hashes };
}

function withDay(tick: StoredTick, day: DaySoFar): StoredTick {
  day.see(tick.timeMs, midPrice(tick));
  const { midOpen, high, low } = tick;
  return { ...tick, midOpen: midOpen ?? day.open, high: high ?? day.high, low: low ?? day.low };
}

async function* quotesOf(
  file: string,
  seen: (bytes: Uint8Array) => void,
): AsyncGenerator<readonly PriceTick[]> {
  try {
    yield* readQuotes(bytesOf(file, seen), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new RecordingUnusable(`the recording ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Hashes the file as it lies, and unpacks it. */
async function* bytesOf(file: string, seen: (bytes: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const bytes = readFileSync(file);
  seen(bytes);
  yield await Promise.resolve(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}
