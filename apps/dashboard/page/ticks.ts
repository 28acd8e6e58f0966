import type { TickColumns } from '../src/view/index.ts';

/** A day of seconds and ten minutes of a hundred ticks a second. */
const MOST = 160_000;

/** The ticks that the page holds, as columns; the oldest go when there are too many. */
export class Ticks {
  #ms = new Float64Array(1024);
  #bid = new Float64Array(1024);
  #offer = new Float64Array(1024);
  #from = 0;
  #to = 0;

  replace(columns: TickColumns): void {
    this.#from = this.#to = 0;
    this.add(columns);
  }

  /** Ticks that are older than the newest held are passed over. */
  add({ ms, bid, offer }: TickColumns): void {
    const newest = this.#to > this.#from ? (this.#ms[this.#to - 1] as number) : -Infinity;
    const first = ms.findIndex((time) => time >= newest);
    if (first < 0) return;
    this.#makeRoom(ms.length - first);
    for (let i = first; i < ms.length; i++, this.#to++) {
      this.#ms[this.#to] = ms[i] as number;
      this.#bid[this.#to] = bid[i] as number;
      this.#offer[this.#to] = offer[i] as number;
    }
    this.#from = Math.max(this.#from, this.#to - MOST);
  }

  get size(): number {
    return this.#to - this.#from;
  }

  get lastMs(): number | undefined {
    return this.size === 0 ? undefined : this.#ms[this.#to - 1];
  }

  get last(): { readonly ms: number; readonly bid: number; readonly offer: number } | undefined {
    const at = this.#to - 1;
    if (this.size === 0) return undefined;
    return { ms: this.#ms[at] as number, bid: this.#bid[at] as number, offer: this.#offer[at] as number };
  }

  /**
   * The newest `seconds`, thinned to about two values for each of `pixels`: of every stretch its lowest bid and its
   * highest offer, so that no spike is lost. A longer silence than `gapMs` becomes an empty value.
   */
  shown(seconds: number, pixels: number, gapMs: number): [number[], (number | null)[], (number | null)[]] {
    const begin = this.#firstSince((this.lastMs ?? 0) - 1000 * seconds);
    const step = Math.max(1, Math.floor((this.#to - begin) / (2 * pixels)));
    const [x, low, high]: [number[], (number | null)[], (number | null)[]] = [[], [], []];
    for (let at = begin; at < this.#to; at += step) {
      const end = Math.min(at + step, this.#to);
      const before = at > begin ? (this.#ms[at - 1] as number) : undefined;
      if (before !== undefined && (this.#ms[at] as number) - before > gapMs) {
        x.push((before + 1) / 1000);
        low.push(null);
        high.push(null);
      }
      x.push((this.#ms[end - 1] as number) / 1000);
      low.push(Math.min(...this.#bid.subarray(at, end)));
      high.push(Math.max(...this.#offer.subarray(at, end)));
    }
    return [x, low, high];
  }

  /** Silences longer than `gapMs` within the newest `seconds`, in seconds from and to. */
  gaps(seconds: number, gapMs: number): [number, number][] {
    const found: [number, number][] = [];
    for (let at = this.#firstSince((this.lastMs ?? 0) - 1000 * seconds) + 1; at < this.#to; at++) {
      const [before, now] = [this.#ms[at - 1] as number, this.#ms[at] as number];
      if (now - before > gapMs) found.push([before / 1000, now / 1000]);
    }
    return found;
  }

  #firstSince(ms: number): number {
    let [low, high] = [this.#from, this.#to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ms[middle] as number) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(count: number): void {
    if (this.#to + count <= this.#ms.length) return;
    const held = this.size;
    const length = Math.max(2 * (held + count), 1024);
    [this.#ms, this.#bid, this.#offer] = [this.#ms, this.#bid, this.#offer].map((column) => {
      const wider = new Float64Array(length);
      wider.set(column.subarray(this.#from, this.#to));
      return wider;
    }) as [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>];
    [this.#from, this.#to] = [0, held];
  }
}
