import { featureDim, PRICE_COLUMNS, type FeatureSchema } from '@moving-ground/feature-schema';
import { LagColumns } from '@moving-ground/feature-schema/engine';
import type { JoinedPrices } from './join-prices.ts';
import type { TransactionTable } from './transaction-table.ts';

const PRICES = PRICE_COLUMNS.length;

/** Makes the row of any order of the window at any time: rows are never held, only what they are made of. */
export class RowTable {
  readonly featureDim: number;
  readonly #transactions: TransactionTable;
  readonly #joined: JoinedPrices;
  readonly #lags: LagColumns;

  constructor(schema: FeatureSchema, transactions: TransactionTable, joined: JoinedPrices) {
    this.featureDim = featureDim(schema);
    this.#transactions = transactions;
    this.#joined = joined;
    this.#lags = new LagColumns(schema);
  }

  label(order: number): number {
    return this.#transactions.label[order] as number;
  }

  /** @param at where in `rows` the row begins */
  write(order: number, rows: Float32Array, at: number): void {
    const { mids, from, mid, prices } = this.#joined;
    for (let i = 0; i < PRICES; i++) rows[at + i] = prices[PRICES * order + i] as number;
    this.#lags.write({ mids, from: from[order] as number, mid: mid[order] as number }, rows, at);
  }
}
