import { PRICE_COLUMNS, windowSeconds, type FeatureSchema } from '../feature-schema.ts';

/** One grid of lags: which column it begins with, and which seconds it takes, counted back from the order's. */
type LagGrid = {
  readonly column: number;
  readonly lags: number;
  readonly secondsBack: number;
  readonly stepBack: number;
};

/**
 * The lags of a schema. Lag k of a grid with step d is the last mid before (s - k x d + 1) x 1000, s being the second
 * of the order: the mid at the end of second s - k x d, for d = 1 the price k seconds before the order.
 */
export class LagColumns {
  readonly windowSeconds: number;
  readonly #grids: readonly LagGrid[];

  constructor(schema: Pick<FeatureSchema, 'resolutions' | 'lagOrder'>) {
    let column: number = PRICE_COLUMNS.length;
    const oldestFirst = schema.lagOrder === 'oldest-first';
    this.windowSeconds = windowSeconds(schema);
    this.#grids = schema.resolutions.map(({ lags, stepSeconds }) => ({
      column: (column += lags) - lags,
      lags,
      secondsBack: oldestFirst ? lags * stepSeconds : stepSeconds,
      stepBack: oldestFirst ? -stepSeconds : stepSeconds,
    }));
  }

  /**
   * Writes all lags minus `mid`: float64 subtraction, rounded once to float32 by the array.
   * @param mids newest first, @param from where the second before the order's lies in them
   * @param at where the row begins
   */
  write(
    { mids, from, mid }: { readonly mids: Float64Array; readonly from: number; readonly mid: number },
    row: Float32Array,
    at: number,
  ): void {
    for (const { column, lags, secondsBack, stepBack } of this.#grids) {
      let source = from + secondsBack - 1;
      const end = at + column + lags;
      for (let to = at + column; to < end; to++) {
        row[to] = (mids[source] as number) - mid;
        source += stepBack;
      }
    }
  }
}
