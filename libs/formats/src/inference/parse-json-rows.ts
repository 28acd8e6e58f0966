import { InvalidInferenceRequest } from './errors.ts';
import { denseRow, shown, sparseRow } from './json-row.ts';
import type { InferenceRows } from './parse-inference-request.ts';

type Instance = { readonly features?: unknown; readonly data?: { readonly features?: unknown } };
type Tensor = { readonly values?: unknown; readonly keys?: unknown; readonly shape?: unknown };

/**
 * 64 MiB of float32: a dense value takes two bytes or more of the body, so that only many short sparse rows, or
 * rows that hold nothing, reach it.
 */
const MOST_VALUES = 16_777_216;

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
  return rowsOf(instances, featureDim, body.length);
}

/** One instance a line. @throws InvalidInferenceRequest */
export function parseJsonLines(body: Uint8Array, featureDim: number): InferenceRows {
  const lines = new TextDecoder()
    .decode(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new InvalidInferenceRequest('the body was empty: send one instance a line');
  const instances = lines.map((line, row) => parse(line, `line ${row + 1}`));
  return rowsOf(instances, featureDim, body.length);
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidInferenceRequest(`${place} is not JSON: ${(error as Error).message}`);
  }
}

function rowsOf(instances: readonly unknown[], featureDim: number, bodyBytes: number): InferenceRows {
  const rows = instances.length;
  if (rows * featureDim > Math.max(MOST_VALUES, bodyBytes))
    throw new InvalidInferenceRequest(
      `${rows} rows of ${featureDim} features are too many: send fewer at once`,
    );
  const features = new Float32Array(rows * featureDim);
  instances.forEach((instance, row) => {
    readRow(instance, features.subarray(row * featureDim, (row + 1) * featureDim), row);
  });
  return { rows, features };
}

function readRow(instance: unknown, into: Float32Array, row: number): void {
  const { features, data } = (instance ?? {}) as Instance;
  const given = features ?? data?.features;
  if (Array.isArray(given)) {
    denseRow(given, into, row);
    return;
  }
  const { values, keys, shape } = (given ?? {}) as Tensor;
  if (!Array.isArray(values))
    throw new InvalidInferenceRequest(`row ${row} has no features, it was ${shown(instance)}`, row);
  if (Array.isArray(keys)) sparseRow({ values, keys, shape }, into, row);
  else denseRow(values, into, row);
}
