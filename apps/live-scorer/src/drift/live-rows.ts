import {
  BINS,
  binOf,
  smoothedShares,
  type TrainingColumn,
  type TrainingFacts,
} from '../model/training-facts.ts';
import type { DriftColumn } from './drift-columns.ts';

export type ColumnDrift = {
  readonly column: string;
  /** Population stability index against the training part's tenths. */
  readonly stabilityIndex: number;
  /** Live mean minus training mean, in standard deviations of the training part; null where that is 0. */
  readonly meanShift: number | null;
  /** How many times the lag fits into the time that was looked at: windows that overlap tell the same again. */
  readonly independent: number | null;
};

/** The newest live rows, as far as drift is measured on them. */
export class LiveRows {
  readonly #columns: readonly DriftColumn[];
  readonly #most: number;
  /** Row-major, a ring. */
  readonly #values: Float32Array;
  readonly #times: Float64Array;
  #count = 0;

  /** @param most rows kept, the newest */
  constructor(columns: readonly DriftColumn[], most: number) {
    this.#columns = columns;
    this.#most = most;
    this.#values = new Float32Array(most * columns.length);
    this.#times = new Float64Array(most);
  }

  get rows(): number {
    return Math.min(this.#count, this.#most);
  }

  accept(row: Float32Array, timeMs: number): void {
    const place = this.#count++ % this.#most;
    this.#times[place] = timeMs;
    this.#columns.forEach(({ index }, c) => {
      this.#values[place * this.#columns.length + c] = row[index] as number;
    });
  }

  /**
   * The population stability index: over the training part's ten tenths, the sum of (a - e) x ln(a / e), e being the
   * share of training rows in the tenth and a that of live rows, each with half a row more. 0 where both are alike. The
   * usual marks, 0.1 for a little and 0.25 for much, are for independent rows; seconds that follow each other are not,
   * which is why `independent` stands beside it.
   */
  driftFrom(facts: TrainingFacts): readonly ColumnDrift[] {
    return facts.columns.map((column, c) => this.#drift(column, c));
  }

  #drift(
    { name, edges, shares, mean, standardDeviation, lagSeconds }: TrainingColumn,
    c: number,
  ): ColumnDrift {
    const { rows } = this;
    const counts = new Array<number>(BINS).fill(0);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const value = this.#values[row * this.#columns.length + c] as number;
      const bin = binOf(value, edges);
      counts[bin] = (counts[bin] ?? 0) + 1;
      sum += value;
    }
    const live = smoothedShares(counts, rows);
    const isMeasured = rows > 0 && standardDeviation > 0;
    return {
      column: name,
      stabilityIndex: rows > 0 ? stabilityIndex(live, shares) : 0,
      meanShift: isMeasured ? (sum / rows - mean) / standardDeviation : null,
      independent: lagSeconds === null ? null : Math.floor(this.#spanMs() / (lagSeconds * 1000)),
    };
  }

  #spanMs(): number {
    if (this.rows === 0) return 0;
    const newest = this.#times[(this.#count - 1) % this.#most] as number;
    const oldest = this.#times[this.#count > this.#most ? this.#count % this.#most : 0] as number;
    return newest - oldest;
  }
}

function stabilityIndex(actual: readonly number[], expected: readonly number[]): number {
  return actual.reduce((sum, a, i) => {
    const e = expected[i] ?? NaN;
    return sum + (a - e) * Math.log(a / e);
  }, 0);
}
