import { midPrice } from '@moving-ground/market';
import { featureDim, type FeatureSchema } from '../feature-schema.ts';
import { LagColumns } from './lag-columns.ts';
import { writePriceColumns } from './price-columns.ts';
import type { PriceHistory } from './price-history.ts';
import type { RowTick } from './row-tick.ts';
import type { MissingHistory } from './second-mids.ts';

/**
 * The row of one order: the same columns, worked out by the same code, as the training rows have.
 * @param history has accepted every tick up to the order's own, and none of a later second
 * @param tick the one the order is placed on
 * @returns the features in the schema's order, or why there is no row
 */
export function featureRow(
  schema: FeatureSchema,
  history: PriceHistory,
  tick: RowTick,
): Float32Array | MissingHistory {
  const { seconds, missing } = history;
  if (missing) return missing;
  const row = new Float32Array(featureDim(schema));
  const mid = midPrice(tick);
  writePriceColumns(tick, { mid, day: history.dayPrices(mid) }, row, 0);
  new LagColumns(schema).write({ mids: seconds.mids, from: seconds.indexOf(seconds.place), mid }, row, 0);
  return row;
}
