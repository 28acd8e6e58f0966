import { InvalidInferenceRequest } from './errors.ts';
import { parseDecimal } from './parse-decimal.ts';
import type { InferenceRows } from './parse-inference-request.ts';

const COMMA = 44;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BLANK = 32;

/** One row a line, features only; blanks around a number are taken off. @throws InvalidInferenceRequest */
export function parseCsvRows(body: Uint8Array, featureDim: number): InferenceRows {
  const features = new Float32Array(featureDim * countRows(body));
  let rows = 0;
  for (let at = 0; at < body.length;) {
    const lineFeed = body.indexOf(LINE_FEED, at);
    const next = lineFeed < 0 ? body.length : lineFeed;
    const end = body[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    if (end > at) readRow(body.subarray(at, end), features, rows++, featureDim);
    at = next + 1;
  }
  if (rows === 0) throw new InvalidInferenceRequest('the body was empty: send one row of numbers a line');
  return { rows, features: features.subarray(0, rows * featureDim) };
}

function countRows(body: Uint8Array): number {
  let rows = 1;
  for (let at = body.indexOf(LINE_FEED); at >= 0; at = body.indexOf(LINE_FEED, at + 1)) rows++;
  return rows;
}

function readRow(line: Uint8Array, features: Float32Array, row: number, featureDim: number): void {
  let column = 0;
  for (let at = 0; at <= line.length; column++) {
    const comma = line.indexOf(COMMA, at);
    const end = comma < 0 ? line.length : comma;
    if (column < featureDim) features[row * featureDim + column] = readField(line, at, end, { row, column });
    at = end + 1;
  }
  if (column !== featureDim) {
    throw new InvalidInferenceRequest(`row ${row} had ${column} features, the model has ${featureDim}`);
  }
}

function readField(
  line: Uint8Array,
  from: number,
  to: number,
  place: { row: number; column: number },
): number {
  let start = from;
  let end = to;
  while (start < end && line[start] === BLANK) start++;
  while (end > start && line[end - 1] === BLANK) end--;
  const value = parseDecimal(line, start, end);
  if (Number.isFinite(value)) return value;
  const written = new TextDecoder().decode(line.subarray(from, Math.min(to, from + 40)));
  throw new InvalidInferenceRequest(
    `row ${place.row}, feature ${place.column} was ${JSON.stringify(written)}: send a number`,
  );
}
