const DAY_MS = 86_400_000;

/** Open, high and low of the mid in the present UTC day, in cents. */
export class DayFigures {
  openCents = 0;
  highCents = 0;
  lowCents = 0;
  changeCents = 0;
  #endMs = Number.NEGATIVE_INFINITY;

  see(timeMs: number, midCents: number): void {
    if (timeMs >= this.#endMs) {
      this.#endMs = (Math.floor(timeMs / DAY_MS) + 1) * DAY_MS;
      this.openCents = this.highCents = this.lowCents = midCents;
    }
    if (midCents > this.highCents) this.highCents = midCents;
    if (midCents < this.lowCents) this.lowCents = midCents;
    this.changeCents = midCents - this.openCents;
  }

  /** Of the open, to two decimals. */
  get changePercent(): number {
    // Plus zero, so that a small loss is 0 and not -0.
    return Math.round((this.changeCents / this.openCents) * 10_000) / 100 + 0;
  }
}
