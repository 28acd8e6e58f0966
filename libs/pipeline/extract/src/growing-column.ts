import { releaseMemory } from './release-memory.ts';

type Numbers = Float64Array | Uint16Array | Uint8Array;

/** One typed column of a table whose length is not known before its end. */
export class GrowingColumn<T extends Numbers> {
  readonly #make: (length: number) => T;
  #values: T;
  #size = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.#size === this.#values.length) this.#grow();
    this.#values[this.#size++] = value;
  }

  /** The values so far, not a copy. */
  view(): T {
    return this.#values.subarray(0, this.#size) as T;
  }

  /** Half as much again: what is not written yet costs no memory, but what is moved costs it twice for a moment. */
  #grow(): void {
    const larger = this.#make(Math.ceil(1.5 * this.#values.length));
    larger.set(this.#values);
    releaseMemory(this.#values);
    this.#values = larger;
  }
}
