import { readPrices } from '@moving-ground/formats';
import type { StoredTick } from '@moving-ground/market';
import { objectKeys, type BatchId } from '@moving-ground/run';
import { BatchContradicts } from './errors.ts';
import type { BatchFiles } from './extract-input.ts';

/** Ticks handed on together, so that waiting is paid once for many. */
const GROUP = 4096;

/**
 * The prices of all batches as one series in time order, each tick once, in groups. The batches of a window overlap
 * in time; their files are read side by side, so that memory does not grow with the overlap.
 * @throws CsvError, and BatchContradicts where two batches tell one tick differently
 */
export async function* mergePrices(batches: readonly BatchFiles[]): AsyncGenerator<readonly StoredTick[]> {
  const cursors = batches.map(({ batchId, prices }) => new Cursor(batchId, prices()));
  try {
    yield* merged(cursors);
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

async function* merged(cursors: readonly Cursor[]): AsyncGenerator<readonly StoredTick[]> {
  let group: StoredTick[] = [];
  do {
    for (const cursor of cursors) if (cursor.isDry) await cursor.refill();
    takeUntilDry(cursors, group);
    if (group.length < GROUP) continue;
    yield group;
    group = [];
  } while (cursors.some(({ isDry }) => isDry));
  yield group;
}

class Cursor {
  readonly batchId: BatchId;
  readonly #groups: AsyncIterator<readonly StoredTick[]>;
  #group: readonly StoredTick[] = [];
  #at = 0;
  #ended = false;

  constructor(batchId: BatchId, bytes: AsyncIterable<Uint8Array>) {
    this.batchId = batchId;
    this.#groups = readPrices(bytes, objectKeys.prices(batchId))[Symbol.asyncIterator]();
  }

  /** The next tick; undefined at the end of the file, and while the cursor is dry. */
  get tick(): StoredTick | undefined {
    return this.#group[this.#at];
  }

  /** More of the file has to be waited for. */
  get isDry(): boolean {
    return !this.#ended && this.#at >= this.#group.length;
  }

  step(): void {
    this.#at += 1;
  }

  async refill(): Promise<void> {
    const { value, done } = await this.#groups.next();
    this.#ended = done === true;
    this.#group = done ? [] : value;
    this.#at = 0;
  }

  async close(): Promise<void> {
    await this.#groups.return?.();
  }
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors)
    if (cursor.tick && (!best?.tick || compare(cursor.tick, best.tick) < 0)) best = cursor;
  return best;
}

function takeUntilDry(cursors: readonly Cursor[], group: StoredTick[]): void {
  while (!cursors.some(({ isDry }) => isDry)) {
    const from = earliest(cursors);
    if (!from) return;
    const others = cursors.filter((cursor) => cursor !== from);
    for (const other of others) stepOverEqual(from, other);
    takeRun(from, others, group);
  }
}

/** Takes ticks of one file until another file's turn comes; only one when another file's next tick is not known. */
function takeRun(from: Cursor, others: readonly Cursor[], group: StoredTick[]): void {
  const limit = others.some(({ isDry }) => isDry) ? from.tick : earliest(others)?.tick;
  for (let { tick } = from; tick && (tick === limit || isBefore(tick, limit)); { tick } = from) {
    group.push(tick);
    from.step();
  }
}

function isBefore(tick: StoredTick, limit: StoredTick | undefined): boolean {
  return !limit || compare(tick, limit) < 0;
}

/** @throws BatchContradicts when the other file tells the same tick differently */
function stepOverEqual(from: Cursor, other: Cursor): void {
  const { tick } = from;
  const told = other.tick;
  if (!tick || !told || compare(told, tick) !== 0) return;
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
