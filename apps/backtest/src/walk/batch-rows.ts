import { featureDim, featureRow, PriceHistory, type FeatureSchema } from '@moving-ground/feature-schema';
import type { Transaction } from '@moving-ground/market';
import type { DealtBatch } from './deal-batches.ts';

/** The rows of a batch's orders as the endpoint would have been asked for them, in the order of their opening. */
export type BatchRows = {
  readonly transactions: readonly Transaction[];
  /** Row-major, float32, one row a transaction. */
  readonly features: Float32Array;
  readonly featureDim: number;
  /** Orders that have no row: too little history, or a gap in it. */
  readonly withoutRow: number;
};

/** Follows the batch's prices tick by tick: when an order's row is made, nothing later has been seen. */
export function batchRows({ ticks, transactions }: DealtBatch, schema: FeatureSchema): BatchRows {
  const history = new PriceHistory(schema);
  const byTime = [...transactions].sort((a, b) => a.openTimeMs - b.openTimeMs);
  const width = featureDim(schema);
  const features = new Float32Array(byTime.length * width);
  const kept: Transaction[] = [];
  let next = 0;
  for (const tick of ticks) {
    history.accept(tick);
    const order = byTime[next];
    if (order?.openTimeMs !== tick.timeMs || order.openPrice !== tick.offer) continue;
    next++;
    const row = featureRow(schema, history, tick);
    if (typeof row === 'string') continue;
    features.set(row, kept.length * width);
    kept.push(order);
  }
  const used = features.subarray(0, kept.length * width);
  return { transactions: kept, features: used, featureDim: width, withoutRow: byTime.length - kept.length };
}
