type Level = { readonly key: number; readonly places: number[] };

/**
 * Places in a list by key, those of one key together, and a binary heap of the keys with the smallest on top. A
 * market moves in steps, so many orders share a price: the heap stays small, and most orders never touch it.
 */
export class PriceLevels {
  #heap: Level[] = [];
  readonly #byKey = new Map<number, Level>();
  /** Where the last place was put: the next one often has the same price. */
  #recent: Level | undefined;

  push(key: number, place: number): void {
    const level = this.#recent?.key === key ? this.#recent : this.#levelAt(key);
    level.places.push(place);
    this.#recent = level;
  }

  /** Takes away a place whose key is the smallest, when that is at most `limit`. */
  popUpTo(limit: number): number | undefined {
    const [top] = this.#heap;
    if (top === undefined || top.key > limit) return undefined;
    const place = top.places.pop();
    if (top.places.length === 0) this.#removeTop(top);
    return place;
  }

  /** After the list was compacted, in linear time. @param moved the new place by the old one; negative: gone */
  renumber(moved: Int32Array): void {
    this.#recent = undefined;
    for (const level of this.#heap) {
      renumberPlaces(level.places, moved);
      if (level.places.length === 0) this.#byKey.delete(level.key);
    }
    this.#heap = this.#heap.filter(({ places }) => places.length > 0);
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  #levelAt(key: number): Level {
    const known = this.#byKey.get(key);
    if (known) return known;
    const level: Level = { key, places: [] };
    this.#byKey.set(key, level);
    this.#rise(level);
    return level;
  }

  #removeTop(top: Level): void {
    this.#byKey.delete(top.key);
    if (this.#recent === top) this.#recent = undefined;
    const last = this.#heap.pop();
    if (last === undefined || last === top) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(level: Level): void {
    let at = this.#heap.push(level) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || parent.key <= level.key) break;
      this.#heap[at] = parent;
      at = above;
    }
    this.#heap[at] = level;
  }

  #sink(from: number): void {
    const level = this.#heap[from];
    if (level === undefined) return;
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      const below = this.#heap[child];
      if (below === undefined || below.key >= level.key) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = level;
  }

  /** Beyond the end every key is larger than any price. */
  #key(at: number): number {
    return this.#heap[at]?.key ?? Number.POSITIVE_INFINITY;
  }
}

function renumberPlaces(places: number[], moved: Int32Array): void {
  let kept = 0;
  for (const place of places) {
    const now = moved[place] ?? -1;
    if (now >= 0) places[kept++] = now;
  }
  places.length = kept;
}
