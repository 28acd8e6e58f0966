import { priceRows, type CsvRows, type PriceRow } from '@moving-ground/formats';
import type { StoredTick } from '@moving-ground/market';
import { objectKeys, type BatchId } from '@moving-ground/run';
import { BatchContradicts } from './errors.ts';
import type { BatchFiles } from './extract-input.ts';

/**
 * Hands on the prices of all batches as one series in time order, each tick once. The batches of a window overlap in
 * time; their files are read side by side, so that memory does not grow with the overlap.
 * @param accept is given an object that is used again for the next tick
 * @throws CsvError, and BatchContradicts where two batches tell one tick differently
 */
export async function mergePrices(
  batches: readonly BatchFiles[],
  accept: (tick: StoredTick) => void,
): Promise<void> {
  const cursors = batches.map(({ batchId, prices }) => new Cursor(batchId, prices()));
  try {
    do {
      await refillDry(cursors);
      takeUntilDry(cursors, accept);
    } while (cursors.some(({ isDry }) => isDry));
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

async function refillDry(cursors: readonly Cursor[]): Promise<void> {
  for (const cursor of cursors) if (cursor.isDry) await cursor.refill();
}

class Cursor {
  readonly batchId: BatchId;
  readonly #rows: CsvRows<PriceRow>;
  /** Undefined at the end of the file, and while the cursor is dry. */
  tick: PriceRow | undefined;
  /** More of the file has to be waited for. */
  isDry = true;

  constructor(batchId: BatchId, bytes: AsyncIterable<Uint8Array>) {
    this.batchId = batchId;
    this.#rows = priceRows(bytes, objectKeys.prices(batchId));
  }

  step(): void {
    this.isDry = !this.#rows.next();
    this.tick = this.isDry ? undefined : this.#rows.row;
  }

  async refill(): Promise<void> {
    while (this.isDry) {
      if (await this.#rows.refill()) this.step();
      else this.isDry = false;
    }
  }

  async close(): Promise<void> {
    await this.#rows.close();
  }
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors)
    if (cursor.tick && (!best?.tick || compare(cursor.tick, best.tick) < 0)) best = cursor;
  return best;
}

function takeUntilDry(cursors: readonly Cursor[], accept: (tick: StoredTick) => void): void {
  while (!cursors.some(({ isDry }) => isDry)) {
    const from = earliest(cursors);
    if (!from) return;
    const others = cursors.filter((cursor) => cursor !== from);
    for (const other of others) stepOverEqual(from, other);
    takeRun(from, others, accept);
  }
}

/** Takes ticks of one file until another file's turn comes; only one when another file's next tick is not known. */
function takeRun(from: Cursor, others: readonly Cursor[], accept: (tick: StoredTick) => void): void {
  const isOneOnly = others.some(({ isDry }) => isDry);
  const limit = earliest(others)?.tick;
  let { tick } = from;
  while (tick) {
    accept(tick);
    from.step();
    ({ tick } = from);
    if (isOneOnly || (tick && limit && compare(tick, limit) >= 0)) return;
  }
}

/** @throws BatchContradicts when the other file tells the same tick differently */
function stepOverEqual(from: Cursor, other: Cursor): void {
  if (!from.tick || !other.tick || compare(other.tick, from.tick) !== 0) return;
  const [tick, told] = [from.tick.toTick(), other.tick.toTick()];
  const differs = (Object.keys(tick) as (keyof StoredTick)[]).find((name) => tick[name] !== told[name]);
  if (differs !== undefined)
    throw new BatchContradicts(
      `${objectKeys.prices(other.batchId)} tells ${differs} ${told[differs]} of the tick at ${tick.timeMs}, ` +
        `sequence ${tick.sequence}, ${objectKeys.prices(from.batchId)} tells ${tick[differs]}`,
    );
  other.step();
}

function compare(a: StoredTick, b: StoredTick): number {
  return a.timeMs - b.timeMs || a.sequence - b.sequence;
}
