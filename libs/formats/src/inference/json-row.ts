import { InvalidInferenceRequest } from './errors.ts';

/** Writes a row given as one number a feature. @throws InvalidInferenceRequest */
export function denseRow(values: readonly unknown[], into: Float32Array, row: number): void {
  if (values.length !== into.length)
    throw new InvalidInferenceRequest(
      `row ${row} had ${values.length} features, the model has ${into.length}`,
      row,
    );
  for (let column = 0; column < into.length; column++) into[column] = finite(values[column], row, column);
}

export type SparseRow = {
  readonly values: readonly unknown[];
  readonly keys: readonly unknown[];
  /** [number of features]. */
  readonly shape: unknown;
};

/** Writes the values that a row names by their column; the others stay zero. @throws InvalidInferenceRequest */
export function sparseRow({ values, keys, shape }: SparseRow, into: Float32Array, row: number): void {
  const width: unknown = Array.isArray(shape) ? shape[0] : shape;
  if (!Array.isArray(shape) || width !== into.length)
    throw new InvalidInferenceRequest(
      `row ${row} had the shape ${shown(width)}, the model has ${into.length} features`,
      row,
    );
  if (keys.length !== values.length)
    throw new InvalidInferenceRequest(`row ${row} had ${keys.length} keys and ${values.length} values`, row);
  keys.forEach((key, i) => {
    const column = columnOf(key, into.length, row);
    into[column] = finite(values[i], row, column);
  });
}

function columnOf(key: unknown, featureDim: number, row: number): number {
  if (typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < featureDim) return key;
  throw new InvalidInferenceRequest(
    `row ${row} had the key ${shown(key)}, the model has ${featureDim} features`,
    row,
  );
}

function finite(value: unknown, row: number, column: number): number {
  const single = typeof value === 'number' ? Math.fround(value) : NaN;
  if (Number.isFinite(single)) return single;
  throw new InvalidInferenceRequest(
    `row ${row}, feature ${column} was ${shown(value)}: send a number that a float32 holds`,
    row,
  );
}

/** A value as JSON, at most 40 characters of a text; not what is inside a list or object, which may nest without end. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
}
