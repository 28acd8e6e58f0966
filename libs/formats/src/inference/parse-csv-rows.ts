import { parseDecimal } from '../decimal/parse-decimal.ts';
import { InvalidInferenceRequest } from './errors.ts';
import type { InferenceRows } from './parse-inference-request.ts';
import { readPlainRow } from './plain-numbers.ts';

const BLANK = 32;

/** One row a line, features only; blanks around a number are taken off. @throws InvalidInferenceRequest */
export function parseCsvRows(body: Uint8Array, featureDim: number): InferenceRows {
  return parsePlainly(body, featureDim) ?? parseCarefully(body, featureDim);
}

/** Undefined for a body with anything but plain numbers in it, which may be sound all the same. */
function parsePlainly(body: Uint8Array, featureDim: number): InferenceRows | undefined {
  const most = mostRows(body.length, featureDim);
  if (most === 0) return undefined;
  const first = new Float32Array(featureDim);
  const at = readPlainRow(body, 0, first);
  if (at < 0) return undefined;
  // Nearly every request has one row: memory for more is taken when a second one comes.
  return at === body.length ? { rows: 1, features: first } : parseMore(body, at, first, most);
}

/** The rows behind the first. */
function parseMore(
  body: Uint8Array,
  second: number,
  first: Float32Array,
  most: number,
): InferenceRows | undefined {
  const width = first.length;
  const features = new Float32Array(most * width);
  features.set(first);
  let rows = 1;
  let at = second;
  for (; at < body.length && rows < most; rows++) {
    at = readPlainRow(body, at, features.subarray(rows * width, (rows + 1) * width));
    if (at < 0) return undefined;
  }
  return at < body.length ? undefined : { rows, features: features.subarray(0, rows * width) };
}

function parseCarefully(body: Uint8Array, featureDim: number): InferenceRows {
  const text = new TextDecoder().decode(body);
  const features = new Float32Array(featureDim * mostRows(text.length, featureDim));
  let rows = 0;
  for (let at = 0; at < text.length;) {
    const lineFeed = text.indexOf('\n', at);
    const next = lineFeed < 0 ? text.length : lineFeed;
    const end = text[next - 1] === '\r' ? next - 1 : next;
    if (end > at) readRow(text.slice(at, end), features, rows++, featureDim);
    at = next + 1;
  }
  if (rows === 0) throw new InvalidInferenceRequest('the body was empty: send one row of numbers a line');
  return { rows, features: features.subarray(0, rows * featureDim) };
}

/**
 * A feature takes at least a digit and a comma or line end, so a sound body has no more rows than this: memory is
 * asked for by what was sent, never by how many line ends were.
 */
function mostRows(length: number, featureDim: number): number {
  return Math.floor((length + 1) / (2 * featureDim));
}

function readRow(line: string, features: Float32Array, row: number, featureDim: number): void {
  let column = 0;
  for (let at = 0; at <= line.length; column++) {
    const comma = line.indexOf(',', at);
    const end = comma < 0 ? line.length : comma;
    if (column < featureDim)
      features[row * featureDim + column] =
        readField(line, at, end) ?? refuse(line.slice(at, end), row, column);
    at = end + 1;
  }
  if (column !== featureDim) {
    throw new InvalidInferenceRequest(`row ${row} had ${column} features, the model has ${featureDim}`, row);
  }
}

function readField(line: string, from: number, to: number): number | undefined {
  let start = from;
  let end = to;
  while (start < end && line.charCodeAt(start) === BLANK) start++;
  while (end > start && line.charCodeAt(end - 1) === BLANK) end--;
  const value = Math.fround(parseDecimal(line, start, end));
  return Number.isFinite(value) ? value : undefined;
}

function refuse(written: string, row: number, column: number): never {
  throw new InvalidInferenceRequest(
    `row ${row}, feature ${column} was ${JSON.stringify(written.slice(0, 40))}: send a number that a float32 holds`,
    row,
  );
}
