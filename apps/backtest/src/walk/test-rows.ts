import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { PartReport } from '@moving-ground/run';
import { batchRows, type BatchRows } from './batch-rows.ts';
import type { DealtBatch } from './deal-batches.ts';

/** The rows of a window's test part with their orders, in the order of their opening: the newest ones of the window. */
export function testRowsOf(
  window: readonly DealtBatch[],
  { firstOpenMs }: Pick<PartReport, 'firstOpenMs'>,
  schema: FeatureSchema,
): BatchRows {
  const isLate = ({ openTimeMs }: { readonly openTimeMs: number }): boolean =>
    openTimeMs >= (firstOpenMs ?? Infinity);
  const some = window
    .map((batch) => ({ ...batch, transactions: batch.transactions.filter(isLate) }))
    .filter(({ transactions }) => transactions.length > 0)
    .map((batch) => batchRows(batch, schema));
  return inOpeningOrder(some, schema.columns.length);
}

/** The batches of a window overlap: an order may be opened before another of the batch before. */
function inOpeningOrder(parts: readonly BatchRows[], width: number): BatchRows {
  const all = parts.flatMap(({ transactions, features }) =>
    transactions.map((transaction, i) => ({
      transaction,
      row: features.subarray(i * width, (i + 1) * width),
    })),
  );
  all.sort((a, b) => a.transaction.openTimeMs - b.transaction.openTimeMs);
  const features = new Float32Array(all.length * width);
  all.forEach(({ row }, i) => features.set(row, i * width));
  const withoutRow = parts.reduce((sum, part) => sum + part.withoutRow, 0);
  return { transactions: all.map(({ transaction }) => transaction), features, featureDim: width, withoutRow };
}
