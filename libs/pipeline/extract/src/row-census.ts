const FNV_PRIME = 0x01000193;

/** Counts rows that equal an earlier one, and finds the columns that have one value in all rows of the train part. */
export class RowCensus {
  readonly #featureDim: number;
  readonly #seen = new Set<number>();
  readonly #varies: Uint8Array;
  #first: Float32Array | undefined;
  #duplicates = 0;

  constructor(featureDim: number) {
    this.#featureDim = featureDim;
    this.#varies = new Uint8Array(featureDim);
  }

  /** By a hash of 53 bits: among a million rows a chance equality has a likelihood of 6 in 100,000. */
  get exactDuplicates(): number {
    return this.#duplicates;
  }

  /** None where no train row was counted. */
  constantColumns(columns: readonly string[]): string[] {
    return this.#first ? columns.filter((_, i) => this.#varies[i] === 0) : [];
  }

  /** @param rows row-major */
  count(rows: Float32Array, labels: Float32Array, count: number): void {
    const bits = new Uint32Array(rows.buffer, rows.byteOffset, count * this.#featureDim);
    for (let row = 0; row < count; row++) {
      const key = this.#hash(bits, row * this.#featureDim, labels[row] as number);
      if (this.#seen.has(key)) this.#duplicates += 1;
      else this.#seen.add(key);
    }
  }

  /** @param rows of the train part, row-major */
  compareTrainRows(rows: Float32Array, count: number): void {
    if (count === 0) return;
    const first = (this.#first ??= rows.slice(0, this.#featureDim));
    for (let row = 0; row < count; row++) {
      const at = row * this.#featureDim;
      for (let i = 0; i < this.#featureDim; i++) if (rows[at + i] !== first[i]) this.#varies[i] = 1;
    }
  }

  #hash(bits: Uint32Array, from: number, label: number): number {
    let high = 0x811c9dc5 ^ label;
    let low = 0x9e3779b9 ^ label;
    for (let i = from; i < from + this.#featureDim; i++) {
      const word = bits[i] as number;
      high = Math.imul(high ^ word, FNV_PRIME);
      low = Math.imul(low ^ (word >>> 15), 0x85ebca6b) ^ word;
    }
    return (high >>> 0) * 0x200000 + ((low ^ (low >>> 13)) & 0x1fffff);
  }
}
