import { InvalidInferenceRequest } from './errors.ts';
import type { InferenceRows } from './parse-inference-request.ts';

type Instance = { readonly features?: unknown; readonly data?: { readonly features?: unknown } };
type Tensor = { readonly values?: unknown; readonly keys?: unknown; readonly shape?: unknown };

/** `{"instances": [...]}`, each instance dense or sparse. @throws InvalidInferenceRequest */
export function parseJsonRows(body: Uint8Array, featureDim: number): InferenceRows {
  const request = parse(new TextDecoder().decode(body), 'the body') as {
    readonly instances?: unknown;
  } | null;
  const instances = request?.instances;
  if (!Array.isArray(instances) || instances.length === 0) {
    throw new InvalidInferenceRequest(
      'the body has no "instances": send {"instances": [{"features": [...]}]}',
    );
  }
  return rowsOf(instances, featureDim);
}

/** One instance a line. @throws InvalidInferenceRequest */
export function parseJsonLines(body: Uint8Array, featureDim: number): InferenceRows {
  const lines = new TextDecoder()
    .decode(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new InvalidInferenceRequest('the body was empty: send one instance a line');
  return rowsOf(
    lines.map((line, row) => parse(line, `line ${row + 1}`)),
    featureDim,
  );
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidInferenceRequest(`${place} is not JSON: ${(error as Error).message}`);
  }
}

function rowsOf(instances: readonly unknown[], featureDim: number): InferenceRows {
  const features = new Float32Array(instances.length * featureDim);
  instances.forEach((instance, row) => {
    features.set(rowOf(instance, row, featureDim), row * featureDim);
  });
  return { rows: instances.length, features };
}

function rowOf(instance: unknown, row: number, featureDim: number): Float32Array {
  const { features, data } = (instance ?? {}) as Instance;
  const given = features ?? data?.features;
  if (Array.isArray(given)) return dense(given, row, featureDim);
  const { values, keys, shape } = (given ?? {}) as Tensor;
  if (!Array.isArray(values)) throw new InvalidInferenceRequest(`row ${row} has no features`);
  return Array.isArray(keys)
    ? sparse({ values, keys, shape }, row, featureDim)
    : dense(values, row, featureDim);
}

function dense(values: readonly unknown[], row: number, featureDim: number): Float32Array {
  if (values.length !== featureDim) {
    throw new InvalidInferenceRequest(
      `row ${row} had ${values.length} features, the model has ${featureDim}`,
    );
  }
  return Float32Array.from(values, (value, column) => finite(value, row, column));
}

type Sparse = {
  readonly values: readonly unknown[];
  readonly keys: readonly unknown[];
  readonly shape: unknown;
};

function sparse({ values, keys, shape }: Sparse, row: number, featureDim: number): Float32Array {
  const width = Array.isArray(shape) ? (shape as unknown[])[0] : undefined;
  if (width !== featureDim)
    throw new InvalidInferenceRequest(
      `row ${row} had the shape ${JSON.stringify(shape)}, the model has ${featureDim} features`,
    );
  if (keys.length !== values.length)
    throw new InvalidInferenceRequest(`row ${row} had ${keys.length} keys and ${values.length} values`);
  const whole = new Float32Array(featureDim);
  keys.forEach((key, i) => {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key >= featureDim) {
      throw new InvalidInferenceRequest(
        `row ${row} had the key ${JSON.stringify(key)}, the model has ${featureDim} features`,
      );
    }
    whole[key] = finite(values[i], row, key);
  });
  return whole;
}

function finite(value: unknown, row: number, column: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InvalidInferenceRequest(
    `row ${row}, feature ${column} was ${JSON.stringify(value)?.slice(0, 40)}: send a number`,
  );
}
