type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

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

  /** The values at the given places, as a column of their own. */
  gather(places: Uint32Array): T {
    const gathered = this.#make(places.length);
    for (let i = 0; i < places.length; i++) gathered[i] = this.#values[places[i] as number] as number;
    return gathered;
  }

  /** The values so far, not a copy. */
  view(): T {
    return this.#values.subarray(0, this.#size) as T;
  }

  #grow(): void {
    const larger = this.#make(2 * this.#values.length);
    larger.set(this.#values);
    this.#values = larger;
  }
}
