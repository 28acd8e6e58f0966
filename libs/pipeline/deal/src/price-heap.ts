import type { Order } from '@moving-ground/market';

/** An open order inside the bot; `isOpen` turns false once, whichever of its exits is reached first. */
export type Position = { readonly order: Order; isOpen: boolean };

/** A binary heap: the position with the smallest key is on top. Closed ones stay until they are on top or swept. */
export class PriceHeap {
  #keys: number[] = [];
  #positions: Position[] = [];

  get size(): number {
    return this.#keys.length;
  }

  push(key: number, position: Position): void {
    this.#keys.push(key);
    this.#positions.push(position);
    this.#rise(this.#keys.length - 1);
  }

  /** Takes the top position away when its key is at most `limit`. */
  popUpTo(limit: number): Position | undefined {
    const [key] = this.#keys;
    const [top] = this.#positions;
    if (key === undefined || top === undefined || key > limit) return undefined;
    const lastKey = this.#keys.pop();
    const last = this.#positions.pop();
    if (lastKey !== undefined && last !== undefined && this.#keys.length > 0) {
      this.#keys[0] = lastKey;
      this.#positions[0] = last;
      this.#sink(0);
    }
    return top;
  }

  /** Forgets the closed positions, in linear time. */
  sweep(): void {
    const kept = this.#positions.map(({ isOpen }) => isOpen);
    this.#keys = this.#keys.filter((_, i) => kept[i]);
    this.#positions = this.#positions.filter((_, i) => kept[i]);
    for (let i = (this.#keys.length >> 1) - 1; i >= 0; i--) this.#sink(i);
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#key(parent) <= this.#key(at)) return;
      this.#swap(parent, at);
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(child) >= this.#key(at)) return;
      this.#swap(child, at);
      at = child;
    }
  }

  /** Beyond the end every key is larger than any price. */
  #key(at: number): number {
    return this.#keys[at] ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [key, position] = [this.#key(a), this.#positions[a]];
    this.#keys[a] = this.#key(b);
    this.#positions[a] = this.#positions[b] as Position;
    this.#keys[b] = key;
    this.#positions[b] = position as Position;
  }
}
