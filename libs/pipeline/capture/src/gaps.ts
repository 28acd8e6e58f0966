/** A silence between two ticks. */
export type Gap = { readonly fromMs: number; readonly toMs: number };

export type GapReport = {
  readonly count: number;
  readonly longestMs: number;
  /** The latest ones, oldest first, at most 100. */
  readonly recent: readonly Gap[];
};

const REMEMBERED = 100;

/** Counts silences longer than a limit, and remembers the latest. */
export class GapRecord {
  readonly #limitMs: number;
  readonly #recent: Gap[] = [];
  #count = 0;
  #longestMs = 0;

  constructor(maxGapSeconds: number) {
    this.#limitMs = maxGapSeconds * 1000;
  }

  see(fromMs: number, toMs: number): void {
    const length = toMs - fromMs;
    if (length <= this.#limitMs) return;
    this.#count += 1;
    this.#longestMs = Math.max(this.#longestMs, length);
    this.#recent.push({ fromMs, toMs });
    if (this.#recent.length > REMEMBERED) this.#recent.shift();
  }

  report(): GapReport {
    return { count: this.#count, longestMs: this.#longestMs, recent: [...this.#recent] };
  }
}
