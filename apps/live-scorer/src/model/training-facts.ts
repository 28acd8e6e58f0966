import type { DriftColumn } from '../drift/drift-columns.ts';

/** One column of the training part, cut into tenths. */
export type TrainingColumn = DriftColumn & {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Nine values, ascending: the tenth parts of the training rows end there. Equal where many rows are. */
  readonly edges: Float32Array;
  /** Share of the training rows in each of the ten. */
  readonly shares: readonly number[];
};

/** What the model was trained on, as far as live rows are compared with it. */
export type TrainingFacts = {
  readonly rows: number;
  /** Least and greatest value of each feature. */
  readonly least: Float32Array;
  readonly greatest: Float32Array;
  readonly columns: readonly TrainingColumn[];
};

export const BINS = 10;

/** Which of the bins a value falls into: the first whose end it does not exceed. */
export function binOf(value: number, edges: Float32Array): number {
  let bin = 0;
  while (bin < edges.length && value > (edges[bin] as number)) bin++;
  return bin;
}

/** Half a row in each bin beforehand, so that an empty one has a share that a logarithm can be taken of. */
export function smoothedShares(counts: readonly number[], rows: number): readonly number[] {
  return counts.map((count) => (count + 0.5) / (rows + counts.length / 2));
}

/** Collects a training part row by row: memory grows with the rows of a handful of columns only. */
export class TrainingSummary {
  readonly #columns: readonly DriftColumn[];
  readonly #values: readonly Float32Array[][];
  readonly #least: Float32Array;
  readonly #greatest: Float32Array;
  #rows = 0;

  constructor(featureDim: number, columns: readonly DriftColumn[]) {
    this.#columns = columns;
    this.#values = columns.map(() => []);
    this.#least = new Float32Array(featureDim).fill(Infinity);
    this.#greatest = new Float32Array(featureDim).fill(-Infinity);
  }

  /** @param features row-major, rows x the schema's width */
  accept(features: Float32Array, rows: number): void {
    const width = this.#least.length;
    this.#noteRange(features, width);
    this.#columns.forEach(({ index }, c) => {
      const values = new Float32Array(rows);
      for (let row = 0; row < rows; row++) values[row] = features[row * width + index] as number;
      this.#values[c]?.push(values);
    });
    this.#rows += rows;
  }

  finish(): TrainingFacts {
    return {
      rows: this.#rows,
      least: this.#least,
      greatest: this.#greatest,
      columns: this.#columns.map((column, c) => this.#column(column, this.#values[c] ?? [])),
    };
  }

  #noteRange(features: Float32Array, width: number): void {
    const [least, greatest] = [this.#least, this.#greatest];
    for (let at = 0, column = 0; at < features.length; at++) {
      const value = features[at] as number;
      if (value < (least[column] as number)) least[column] = value;
      if (value > (greatest[column] as number)) greatest[column] = value;
      if (++column === width) column = 0;
    }
  }

  #column(column: DriftColumn, pieces: readonly Float32Array[]): TrainingColumn {
    const sorted = new Float32Array(this.#rows);
    let at = 0;
    for (const piece of pieces) {
      sorted.set(piece, at);
      at += piece.length;
    }
    sorted.sort();
    const edges = Float32Array.from({ length: BINS - 1 }, (_, i) => quantile(sorted, (i + 1) / BINS));
    const counts = new Array<number>(BINS).fill(0);
    for (const value of sorted) counts[binOf(value, edges)] = (counts[binOf(value, edges)] ?? 0) + 1;
    return { ...column, ...momentsOf(sorted), edges, shares: smoothedShares(counts, sorted.length) };
  }
}

/** The value below or at which this share of the rows lies. */
function quantile(sorted: Float32Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function momentsOf(values: Float32Array): { readonly mean: number; readonly standardDeviation: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = values.length ? sum / values.length : 0;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, standardDeviation: values.length ? Math.sqrt(squares / values.length) : 0 };
}
