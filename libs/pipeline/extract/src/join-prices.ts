import { PRICE_COLUMNS, PriceHistory, type FeatureSchema } from '@moving-ground/feature-schema';
import { writePriceColumns } from '@moving-ground/feature-schema/engine';
import { midPrice, type StoredTick } from '@moving-ground/market';
import { objectKeys, type DatasetReport } from '@moving-ground/run';
import { BatchContradicts } from './errors.ts';
import type { BatchFiles } from './extract-input.ts';
import { mergePrices } from './merge-prices.ts';
import { idOf, type TransactionTable } from './transaction-table.ts';

const PRICES = PRICE_COLUMNS.length;

/** What rows need of the prices: all mids by second, and of each order its own tick and its place in the seconds. */
export type JoinedPrices = {
  /** Newest second first. */
  readonly mids: Float64Array;
  /** One an order: where the second before its own lies in `mids`. */
  readonly from: Uint32Array;
  /** One an order: the mid of its own tick, in the memory of the open prices. */
  readonly mid: Float64Array;
  /** Five an order: its own tick's prices minus the mid. */
  readonly prices: Float32Array;
  /** Orders that have a row, in time order. */
  readonly kept: Uint32Array;
  readonly shortHistory: number;
  readonly gap: number;
  readonly ticks: number;
  readonly gaps: DatasetReport['gaps'];
  readonly derived: readonly string[];
};

/**
 * Reads the window's prices once and finds each order's tick: of the ticks at its open time the first whose offer is
 * its open price.
 * @throws CsvError, and BatchContradicts for an order without its tick
 */
export async function joinPrices(
  batches: readonly BatchFiles[],
  schema: FeatureSchema,
  transactions: TransactionTable,
): Promise<JoinedPrices> {
  const join = new PriceJoin(batches, schema, transactions);
  await mergePrices(batches, (tick) => join.accept(tick));
  return join.finish();
}

/** In the place of a second: the order has no tick yet, or has it but no row. */
const NOT_FOUND = 0xffffffff;
const WITHOUT_ROW = 0xfffffffe;

class PriceJoin {
  readonly #batches: readonly BatchFiles[];
  readonly #transactions: TransactionTable;
  readonly #history: PriceHistory;
  readonly #from: Uint32Array;
  readonly #mid: Float64Array;
  readonly #prices: Float32Array;
  readonly #dropped = { shortHistory: 0, gap: 0 };
  readonly #derived = new Set<string>();
  /** Orders before this one have their tick. */
  #next = 0;

  constructor(batches: readonly BatchFiles[], schema: FeatureSchema, transactions: TransactionTable) {
    const count = transactions.openMs.length;
    this.#batches = batches;
    this.#transactions = transactions;
    this.#history = new PriceHistory(schema, { keepAll: true });
    this.#from = new Uint32Array(count).fill(NOT_FOUND);
    // An order's open price is asked for until its tick is found, and its mid from then on.
    this.#mid = transactions.openPrice;
    this.#prices = new Float32Array(PRICES * count);
  }

  accept(tick: StoredTick): void {
    this.#history.accept(tick);
    const { openMs, openPrice } = this.#transactions;
    if ((openMs[this.#next] as number) < tick.timeMs) this.#leave(tick.timeMs);
    for (let order = this.#next; openMs[order] === tick.timeMs; order++)
      if (openPrice[order] === tick.offer && this.#from[order] === NOT_FOUND) this.#take(order, tick);
  }

  finish(): JoinedPrices {
    this.#leave(Infinity);
    const { seconds, ticks } = this.#history;
    const kept = this.#kept();
    for (const order of kept) this.#from[order] = seconds.indexOf(this.#from[order] as number);
    return {
      mids: seconds.mids,
      from: this.#from,
      mid: this.#mid,
      prices: this.#prices,
      kept,
      ...this.#dropped,
      ticks,
      gaps: seconds.gaps,
      derived: PRICE_COLUMNS.filter((name) => this.#derived.has(name)),
    };
  }

  #kept(): Uint32Array {
    const kept = new Uint32Array(this.#from.length - this.#dropped.shortHistory - this.#dropped.gap);
    let count = 0;
    for (let order = 0; order < this.#from.length; order++)
      if (this.#from[order] !== WITHOUT_ROW) kept[count++] = order;
    return kept;
  }

  /** The time goes on: the orders placed before must have their ticks. */
  #leave(timeMs: number): void {
    const { openMs } = this.#transactions;
    for (; (openMs[this.#next] as number) < timeMs; this.#next++)
      if (this.#from[this.#next] === NOT_FOUND) throw this.#withoutTick(this.#next);
  }

  #take(order: number, tick: StoredTick): void {
    const { missing, seconds } = this.#history;
    if (missing) {
      this.#dropped[missing] += 1;
      this.#from[order] = WITHOUT_ROW;
      return;
    }
    const mid = midPrice(tick);
    this.#from[order] = seconds.place;
    this.#mid[order] = mid;
    writePriceColumns(tick, { mid, day: this.#history.dayPrices(mid) }, this.#prices, PRICES * order);
    this.#noteDerived(tick);
  }

  #noteDerived(tick: StoredTick): void {
    if (tick.midOpen === null) this.#derived.add('mid_open');
    if (tick.high === null) this.#derived.add('high');
    if (tick.low === null) this.#derived.add('low');
  }

  #withoutTick(order: number): BatchContradicts {
    const { openMs, openPrice, batch } = this.#transactions;
    const file = objectKeys.transactions(this.#batches[batch[order] as number]?.batchId ?? '');
    return new BatchContradicts(
      `${file}: order ${idOf(this.#transactions, order)} was placed at ${openMs[order]} for ${openPrice[order]}, ` +
        `but no price of that time has this offer`,
    );
  }
}
