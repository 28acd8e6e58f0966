import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { ReversedSeconds } from './price-history.ts';

/** Whether the prices before a moment suffice for its lags. */
export type LagVerdict = 'complete' | 'short-history' | 'gap';

/**
 * The lags of a schema over a price history. Lag k of a grid with step d is the last mid before
 * (s - k x d + 1) x 1000, s being the second of the order: the price at the end of the second s - k x d.
 */
export class LagWindow {
  readonly #resolutions: FeatureSchema['resolutions'];
  readonly #oldestFirst: boolean;
  readonly #history: ReversedSeconds;

  constructor(schema: Pick<FeatureSchema, 'resolutions' | 'lagOrder'>, history: ReversedSeconds) {
    this.#resolutions = schema.resolutions;
    this.#oldestFirst = schema.lagOrder === 'oldest-first';
    this.#history = history;
  }

  verdict(timeMs: number): LagVerdict {
    const start = this.#startOf(timeMs);
    const { mids } = this.#history;
    if (this.#resolutions.some(({ lags, stepSeconds }) => start + lags * stepSeconds > mids.length))
      return 'short-history';
    return this.#resolutions.every((r) => this.#isWhole(start, r)) ? 'complete' : 'gap';
  }

  /** Writes all lags minus `mid` from `at` on: float64 subtraction, rounded once to float32 by the array. */
  write(timeMs: number, mid: number, row: Float32Array, at: number): void {
    let to = at;
    const start = this.#startOf(timeMs);
    for (const { lags, stepSeconds } of this.#resolutions) {
      this.#writeGrid(row, { to, lags, stepSeconds, start, mid });
      to += lags;
    }
  }

  /** Where the second before the order's own lies in the reversed history. */
  #startOf(timeMs: number): number {
    return this.#history.newestSecond - Math.floor(timeMs / 1000) + 1;
  }

  #isWhole(start: number, { lags, stepSeconds }: FeatureSchema['resolutions'][number]): boolean {
    const { mids, invalidBefore } = this.#history;
    if (stepSeconds === 1) return invalidBefore[start + lags] === invalidBefore[start];
    for (let k = 1; k <= lags; k++) if (Number.isNaN(mids[start + k * stepSeconds - 1])) return false;
    return true;
  }

  #writeGrid(row: Float32Array, { to, lags, stepSeconds, start, mid }: Grid): void {
    const { mids } = this.#history;
    const first = start + stepSeconds - 1;
    if (this.#oldestFirst) {
      for (let k = 0; k < lags; k++) row[to + lags - 1 - k] = (mids[first + k * stepSeconds] as number) - mid;
    } else {
      for (let k = 0; k < lags; k++) row[to + k] = (mids[first + k * stepSeconds] as number) - mid;
    }
  }
}

type Grid = {
  readonly to: number;
  readonly lags: number;
  readonly stepSeconds: number;
  readonly start: number;
  readonly mid: number;
};
