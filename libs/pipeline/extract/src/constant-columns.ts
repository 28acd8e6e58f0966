/** Finds the columns that have one value in all rows; costs little once most columns have been seen to change. */
export class ConstantColumns {
  #first: Float32Array | undefined;
  #candidates: number[] = [];

  /** @param rows row-major, @param at where the row begins */
  see(rows: Float32Array, at: number, featureDim: number): void {
    const first = this.#first;
    if (!first) {
      this.#first = rows.slice(at, at + featureDim);
      this.#candidates = Array.from({ length: featureDim }, (_, column) => column);
      return;
    }
    if (this.#candidates.some((column) => rows[at + column] !== first[column]))
      this.#candidates = this.#candidates.filter((column) => rows[at + column] === first[column]);
  }

  /** None where no row was seen. @param columns the names of all columns */
  names(columns: readonly string[]): string[] {
    return this.#candidates.flatMap((column) => columns[column] ?? []);
  }
}
