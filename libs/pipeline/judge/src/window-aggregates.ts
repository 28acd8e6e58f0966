import { columnIndex, type FeatureSchema } from '@moving-ground/feature-schema';

/** Spans of the window that returns, volatilities and ranges are taken over, as shares of its lags. */
const SPANS = [1 / 600, 5 / 600, 15 / 600, 0.05, 0.1, 0.25, 0.5, 1];

type Rows = { readonly features: Float32Array; readonly rows: number; readonly featureDim: number };

/**
 * About twenty figures that a trader would look at, worked out from a row's own columns: returns over several spans,
 * volatility over the same, where the price lies in the range of the window and of its last tenth, the spread, where it
 * lies in the day, and whether the last return outruns the one before. What the 605 columns tell beyond them is what
 * they are worth. The lags are those of the schema's first resolution.
 */
export class WindowAggregates {
  readonly count: number;
  readonly #lagColumns: Int32Array;
  readonly #spans: readonly number[];
  readonly #columns: Readonly<Record<'bid' | 'offer' | 'midOpen' | 'high' | 'low', number>>;

  constructor(schema: FeatureSchema) {
    const { lags = 0, stepSeconds = 1 } = schema.resolutions[0] ?? {};
    this.#lagColumns = Int32Array.from({ length: lags }, (_, i) =>
      columnIndex(schema, `lag_${stepSeconds}s_${i + 1}`),
    );
    this.#spans = [...new Set(SPANS.map((share) => Math.max(1, Math.round(share * lags))))];
    this.#columns = {
      bid: columnIndex(schema, 'bid'),
      offer: columnIndex(schema, 'offer'),
      midOpen: columnIndex(schema, 'mid_open'),
      high: columnIndex(schema, 'high'),
      low: columnIndex(schema, 'low'),
    };
    this.count = 2 * this.#spans.length + 6;
  }

  /** @returns row-major, rows x count */
  of({ features, rows, featureDim }: Rows): Float64Array {
    const all = new Float64Array(rows * this.count);
    for (let row = 0; row < rows; row++)
      this.#write(
        features.subarray(row * featureDim, (row + 1) * featureDim),
        all.subarray(row * this.count, (row + 1) * this.count),
      );
    return all;
  }

  #write(row: Float32Array, out: Float64Array): void {
    const spans = this.#spans;
    spans.forEach((span, i) => {
      out[i] = -this.#lag(row, span);
      out[spans.length + i] = this.#volatility(row, span);
    });
    const { bid, offer, midOpen, high, low } = this.#columns;
    const at = 2 * spans.length;
    const half = Math.max(1, Math.round(0.1 * this.#lagColumns.length));
    out[at] = this.#placeInRange(row, this.#lagColumns.length);
    out[at + 1] = this.#placeInRange(row, half);
    out[at + 2] = (row[offer] as number) - (row[bid] as number);
    out[at + 3] = place(row[low] as number, row[high] as number);
    out[at + 4] = -(row[midOpen] as number);
    out[at + 5] = this.#lag(row, 2 * half) - 2 * this.#lag(row, half);
  }

  /** The price `back` lags ago minus the price now; the oldest one where there are not as many. */
  #lag(row: Float32Array, back: number): number {
    const column = this.#lagColumns[Math.min(back, this.#lagColumns.length) - 1] as number;
    return row[column] as number;
  }

  /** Root of the mean squared change from lag to lag, the present price included. */
  #volatility(row: Float32Array, span: number): number {
    let [sum, later] = [0, 0];
    for (let back = 1; back <= span; back++) {
      const price = this.#lag(row, back);
      sum += (price - later) ** 2;
      later = price;
    }
    return Math.sqrt(sum / span);
  }

  #placeInRange(row: Float32Array, span: number): number {
    let [low, high] = [0, 0];
    for (let back = 1; back <= span; back++) {
      const price = this.#lag(row, back);
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
    return place(low, high);
  }
}

/** Where 0, the price now, lies between the two: 0 at the low, 1 at the high, half where there is no range. */
function place(low: number, high: number): number {
  return high > low ? -low / (high - low) : 0.5;
}
