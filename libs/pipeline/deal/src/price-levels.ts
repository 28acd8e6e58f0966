/** Levels that are found again by their key: more than the steps between the prices of most open orders. */
const FOUND_AGAIN = 4_096;
const NONE = -1;

/**
 * Places in a list by key, and a binary heap of the keys with the smallest on top. A market moves in steps, so many
 * orders share a price, and their places share a level: the heap stays small, and most orders never touch it. Where
 * no two prices are equal it is a plain heap. Numbers only, so that nothing is left to the garbage collector.
 */
export class PriceLevels {
  readonly #keys: number[] = [];
  /** The first place of each key's level; the others of the level hang on it. */
  readonly #firsts: number[] = [];
  /** The next place of the same level, by place. */
  #next: number[] = [];
  /** By a hash of the key, the latest level with that hash. One that is not found is made again beside it. */
  readonly #foundKeys = new Float64Array(FOUND_AGAIN);
  readonly #found = new Int32Array(FOUND_AGAIN).fill(NONE);

  /** @param place the one after the place pushed before; they are counted from 0 */
  push(key: number, place: number): void {
    const slot = slotOf(key);
    const first = this.#found[slot] ?? NONE;
    if (first !== NONE && this.#foundKeys[slot] === key) {
      this.#hang(place, first);
      return;
    }
    this.#found[slot] = place;
    this.#foundKeys[slot] = key;
    this.#next[place] = NONE;
    this.#rise(this.#keys.length, key, place);
  }

  /** Takes away a place whose key is the smallest, when that is at most `limit`. */
  popUpTo(limit: number): number | undefined {
    const key = this.#key(0);
    if (this.#keys.length === 0 || key > limit) return undefined;
    const first = this.#first(0);
    const second = this.#next[first] ?? NONE;
    if (second === NONE) {
      this.#removeTop(key, first);
      return first;
    }
    this.#next[first] = this.#next[second] ?? NONE;
    return second;
  }

  /**
   * After the list was compacted, in linear time.
   * @param moved the new place by the old one; negative: gone
   * @param length of the list now
   */
  renumber(moved: Int32Array, length: number): void {
    const before = this.#next;
    this.#next = new Array<number>(length).fill(NONE);
    this.#found.fill(NONE);
    let kept = 0;
    for (let i = 0; i < this.#keys.length; i++) {
      const first = this.#move(this.#first(i), before, moved);
      if (first === NONE) continue;
      this.#keys[kept] = this.#key(i);
      this.#firsts[kept++] = first;
    }
    this.#keys.length = this.#firsts.length = kept;
    for (let i = (kept >> 1) - 1; i >= 0; i--) this.#sink(i, this.#key(i), this.#first(i));
  }

  /** Hangs what is left of a level together anew. @returns its first place now */
  #move(firstBefore: number, before: readonly number[], moved: Int32Array): number {
    let first = NONE;
    for (let place = firstBefore; place !== NONE; place = before[place] ?? NONE) {
      const now = moved[place] ?? NONE;
      if (now < 0) continue;
      if (first === NONE) first = now;
      else this.#hang(now, first);
    }
    return first;
  }

  #hang(place: number, first: number): void {
    this.#next[place] = this.#next[first] ?? NONE;
    this.#next[first] = place;
  }

  #removeTop(topKey: number, first: number): void {
    const slot = slotOf(topKey);
    if (this.#found[slot] === first) this.#found[slot] = NONE;
    const key = this.#keys.pop();
    const last = this.#firsts.pop();
    if (key !== undefined && last !== undefined && this.#keys.length > 0) this.#sink(0, key, last);
  }

  #rise(from: number, key: number, first: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#key(above) <= key) break;
      this.#put(at, this.#key(above), this.#first(above));
      at = above;
    }
    this.#put(at, key, first);
  }

  #sink(from: number, key: number, first: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(child) >= key) break;
      this.#put(at, this.#key(child), this.#first(child));
      at = child;
    }
    this.#put(at, key, first);
  }

  #put(at: number, key: number, first: number): void {
    this.#keys[at] = key;
    this.#firsts[at] = first;
  }

  /** Beyond the end every key is larger than any price. */
  #key(at: number): number {
    return at < this.#keys.length ? (this.#keys[at] ?? NaN) : Number.POSITIVE_INFINITY;
  }

  #first(at: number): number {
    return this.#firsts[at] ?? NONE;
  }
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** The upper 12 bits of a product with 2^32 divided by the golden ratio, which sends neighbors far apart. */
function slotOf(key: number): number {
  double[0] = key;
  return Math.imul((halves[0] ?? 0) ^ (halves[1] ?? 0), 0x9e37_79b1) >>> 20;
}
