import { columnIndex, type FeatureSchema } from '@moving-ground/feature-schema';

/** A column that drift is measured on. */
export type DriftColumn = {
  readonly name: string;
  readonly index: number;
  /** How far back the column looks; null for the price columns of the moment and the day. */
  readonly lagSeconds: number | null;
};

/**
 * The offer mirrors the bid, and neighboring lags tell nearly the same: of each grid the lags 1, 2, 4 and so on and the
 * oldest, which are the returns over these spans with their signs turned, so that both trend and volatility show.
 */
export function driftColumns(schema: FeatureSchema): readonly DriftColumn[] {
  const named = (name: string, lagSeconds: number | null): DriftColumn => ({
    name,
    index: columnIndex(schema, name),
    lagSeconds,
  });
  const prices = ['bid', 'mid_open', 'high', 'low'].map((name) => named(name, null));
  const lags = schema.resolutions.flatMap(({ lags: count, stepSeconds }) =>
    doublings(count).map((lag) => named(`lag_${stepSeconds}s_${lag}`, lag * stepSeconds)),
  );
  return [...prices, ...lags];
}

function doublings(count: number): readonly number[] {
  const powers = Array.from({ length: Math.floor(Math.log2(count)) + 1 }, (_, i) => 2 ** i);
  return powers.at(-1) === count ? powers : [...powers, count];
}
