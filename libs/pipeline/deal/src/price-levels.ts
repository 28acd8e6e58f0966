import type { Order } from '@moving-ground/market';

/** An open order inside the bot; `isOpen` turns false once, whichever of its exits is reached first. */
export type Position = { readonly order: Order; isOpen: boolean };

/** Forgets the closed ones, in place: most sweeps keep about half. */
export function keepOpen(positions: Position[]): void {
  let kept = 0;
  for (const position of positions) if (position.isOpen) positions[kept++] = position;
  positions.length = kept;
}

type Level = { readonly key: number; readonly positions: Position[] };

/**
 * Positions by key, those of one key together, and a binary heap of the keys with the smallest on top. A market
 * moves in steps, so many orders share a price: the heap stays small, and most orders never touch it.
 * Closed positions stay until they are on top or swept.
 */
export class PriceLevels {
  #heap: Level[] = [];
  readonly #byKey = new Map<number, Level>();
  /** Where the last position was put: the next one often has the same price. */
  #recent: Level | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(key: number, position: Position): void {
    const level = this.#recent?.key === key ? this.#recent : this.#levelAt(key);
    level.positions.push(position);
    this.#recent = level;
    this.#size += 1;
  }

  /** Takes a position away whose key is the smallest, when that is at most `limit`. */
  popUpTo(limit: number): Position | undefined {
    const [top] = this.#heap;
    if (top === undefined || top.key > limit) return undefined;
    const position = top.positions.pop();
    if (top.positions.length === 0) this.#removeTop(top);
    this.#size -= 1;
    return position;
  }

  /** Forgets the closed positions, in linear time. */
  sweep(): void {
    this.#size = 0;
    this.#recent = undefined;
    for (const level of this.#heap) {
      keepOpen(level.positions);
      this.#size += level.positions.length;
      if (level.positions.length === 0) this.#byKey.delete(level.key);
    }
    this.#heap = this.#heap.filter(({ positions }) => positions.length > 0);
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  #levelAt(key: number): Level {
    const known = this.#byKey.get(key);
    if (known) return known;
    const level: Level = { key, positions: [] };
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
