import { readPrices } from '@moving-ground/formats';
import type { StoredTick } from '@moving-ground/market';
import { BatchContradicts } from './errors.ts';
import type { BatchFiles } from './extract-input.ts';

/**
 * The prices of all batches as one series, each tick once. The batches of a window overlap in time; all files are
 * read side by side, so that memory does not grow with the overlap.
 * @throws CsvError, and BatchContradicts where two batches tell different prices of one tick
 */
export async function* mergePrices(batches: readonly BatchFiles[]): AsyncGenerator<StoredTick> {
  const cursors = batches.map(
    ({ batchId, prices }) => new Cursor(batchId, readPrices(prices(), `${batchId}/prices.csv`)),
  );
  for (const cursor of cursors) await cursor.refill();
  let last: StoredTick | undefined;
  for (let next = earliest(cursors); next?.tick; next = earliest(cursors)) {
    const { tick } = next;
    if (last && compare(last, tick) === 0) refuseDifferent(last, tick, next.batchId);
    else yield tick;
    last = tick;
    if (!next.step()) await next.refill();
  }
}

class Cursor {
  readonly batchId: string;
  readonly #groups: AsyncIterator<readonly StoredTick[]>;
  #group: readonly StoredTick[] = [];
  #at = 0;

  constructor(batchId: string, groups: AsyncIterable<readonly StoredTick[]>) {
    this.batchId = batchId;
    this.#groups = groups[Symbol.asyncIterator]();
  }

  get tick(): StoredTick | undefined {
    return this.#group[this.#at];
  }

  /** False when the next tick has to be waited for. */
  step(): boolean {
    return ++this.#at < this.#group.length;
  }

  async refill(): Promise<void> {
    const { value, done } = await this.#groups.next();
    this.#group = done ? [] : value;
    this.#at = 0;
  }
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.tick && (!best?.tick || compare(cursor.tick, best.tick) < 0)) best = cursor;
  }
  return best;
}

function compare(a: StoredTick, b: StoredTick): number {
  return a.timeMs - b.timeMs || a.sequence - b.sequence;
}

function refuseDifferent(a: StoredTick, b: StoredTick, batchId: string): void {
  if (
    a.bid === b.bid &&
    a.offer === b.offer &&
    a.midOpen === b.midOpen &&
    a.high === b.high &&
    a.low === b.low
  )
    return;
  throw new BatchContradicts(
    `${batchId}/prices.csv tells ${b.bid}/${b.offer} of the tick at ${b.timeMs}, an earlier batch ${a.bid}/${a.offer}`,
  );
}
