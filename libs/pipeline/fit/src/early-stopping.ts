/** Watches one value an epoch: says which epochs improved it enough, and when to stop. */
export class EarlyStopping {
  readonly #patience: number;
  readonly #tolerance: number;
  /** 1 when smaller values are better, -1 when larger ones are. */
  readonly #sign: 1 | -1;
  #best: number | undefined;
  #idle = 0;

  constructor(patience: number, tolerance: number, better: 'smaller' | 'larger') {
    this.#patience = patience;
    this.#tolerance = tolerance;
    this.#sign = better === 'smaller' ? 1 : -1;
  }

  /** Whether the epoch improved the best value by at least the tolerance, relative to its size. */
  observe(value: number): boolean {
    const best = this.#best;
    const improved = best === undefined || this.#gain(best, value) >= this.#tolerance;
    this.#idle = improved ? 0 : this.#idle + 1;
    if (best === undefined || this.#gain(best, value) > 0) this.#best = value;
    return improved;
  }

  /** True once more epochs in a row than the patience did not improve. */
  get isOver(): boolean {
    return this.#idle > this.#patience;
  }

  /** From a best value of 0 any step forward is a whole one. */
  #gain(best: number, value: number): number {
    const gain = this.#sign * (best - value);
    return best === 0 ? Math.sign(gain) : gain / Math.abs(best);
  }
}
