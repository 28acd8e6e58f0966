const DAY_MS = 86_400_000;

/** Open, high and low of the mid in the present UTC day, as IG's feed tells them and most recordings do not. */
export class DaySoFar {
  open = NaN;
  high = -Infinity;
  low = Infinity;
  #day = -Infinity;

  see(timeMs: number, mid: number): void {
    const day = Math.floor(timeMs / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.open = this.high = this.low = mid;
    }
    this.high = Math.max(this.high, mid);
    this.low = Math.min(this.low, mid);
  }
}
