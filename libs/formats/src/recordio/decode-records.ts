import { framesOf } from './frames.ts';
import { MalformedMessage } from './protobuf-reader.ts';
import { recordLayout, type RecordLayout } from './record-layout.ts';
import { readRecordMessage, type RecordMessage, type Tensor } from './record-message.ts';
import { RecordIoError } from './recordio-error.ts';

/** A wider row is taken for a damaged one before memory is asked for. */
const MAX_WIDTH = 10_000_000;

export type DecodeOptions = {
  /** The width every row must have; without it the first row decides. */
  readonly featureDim?: number;
  /** False for prediction requests. Default true. */
  readonly labelRequired?: boolean;
};

export type DecodedRecords = {
  /** Row-major, rows x featureDim. */
  readonly features: Float32Array;
  /** One a row; NaN where a row without a label was allowed. */
  readonly labels: Float32Array;
  readonly rows: number;
  readonly featureDim: number;
};

/** Reads a whole file, in the SDK's and in dmlc's way of framing. @throws RecordIoError at the first bad record */
export function decodeRecords(bytes: Uint8Array, file: string, options: DecodeOptions = {}): DecodedRecords {
  return decodeUniform(bytes, file, options) ?? decodeAny(bytes, file, options);
}

/** The way our own and the SDK's writer lay out dense rows: one fixed frame. Undefined when a byte differs from it. */
function decodeUniform(bytes: Uint8Array, file: string, options: DecodeOptions): DecodedRecords | undefined {
  const featureDim = options.featureDim ?? firstWidth(bytes, file);
  const layout = recordLayout(featureDim, options.labelRequired ?? true);
  const rows = bytes.length / layout.stride;
  if (!Number.isInteger(rows) || rows === 0) return undefined;
  const features = new Float32Array(rows * featureDim);
  const raw = new Uint8Array(features.buffer);
  const labels = new Float32Array(rows).fill(NaN);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < rows; row++) {
    const at = row * layout.stride;
    if (!sameFrame(bytes, at, layout, featureDim)) return undefined;
    raw.set(
      bytes.subarray(at + layout.featuresAt, at + layout.featuresAt + 4 * featureDim),
      row * featureDim * 4,
    );
    if (layout.labelAt >= 0) labels[row] = view.getFloat32(at + layout.labelAt, true);
  }
  return checked({ features, labels, rows, featureDim }, file, options);
}

function sameFrame(
  bytes: Uint8Array,
  at: number,
  { frame, featuresAt, labelAt, stride }: RecordLayout,
  featureDim: number,
): boolean {
  for (let i = 0; i < featuresAt; i++) if (bytes[at + i] !== frame[i]) return false;
  const from = featuresAt + 4 * featureDim;
  for (let i = from; i < stride; i++) {
    const isLabel = labelAt >= 0 && i >= labelAt && i < labelAt + 4;
    if (!isLabel && bytes[at + i] !== frame[i]) return false;
  }
  return true;
}

function firstWidth(bytes: Uint8Array, file: string): number {
  for (const frame of framesOf(bytes, file))
    return widthOf(featuresOf(messageOf(frame, file, 0), file, 0), file, 0);
  throw new RecordIoError(file, 0, 'the file is empty');
}

function decodeAny(bytes: Uint8Array, file: string, options: DecodeOptions): DecodedRecords {
  const rows: Float32Array[] = [];
  const labels: number[] = [];
  let featureDim = options.featureDim;
  for (const frame of framesOf(bytes, file)) {
    const index = rows.length;
    const message = messageOf(frame, file, index);
    const tensor = featuresOf(message, file, index);
    featureDim ??= widthOf(tensor, file, index);
    rows.push(denseRow(tensor, featureDim, file, index));
    labels.push(labelOf(message, file, index, options));
  }
  if (featureDim === undefined || rows.length === 0) throw new RecordIoError(file, 0, 'the file is empty');
  const features = new Float32Array(rows.length * featureDim);
  rows.forEach((row, i) => {
    features.set(row, i * row.length);
  });
  return checked(
    { features, labels: Float32Array.from(labels), rows: rows.length, featureDim },
    file,
    options,
  );
}

function messageOf(frame: Uint8Array, file: string, index: number): RecordMessage {
  try {
    return readRecordMessage(frame);
  } catch (error) {
    if (error instanceof MalformedMessage) throw new RecordIoError(file, index, error.message);
    throw error;
  }
}

function featuresOf({ features }: RecordMessage, file: string, index: number): Tensor {
  const tensor = features.get('values');
  if (!tensor) throw new RecordIoError(file, index, 'the features have no entry "values"');
  return tensor;
}

function widthOf({ values, shape }: Tensor, file: string, index: number): number {
  const width = shape[0] ?? values.length;
  if (width < 1 || width > MAX_WIDTH) throw new RecordIoError(file, index, `the row had ${width} features`);
  return width;
}

function denseRow(tensor: Tensor, featureDim: number, file: string, index: number): Float32Array {
  const width = widthOf(tensor, file, index);
  if (width !== featureDim)
    throw new RecordIoError(file, index, `the row had ${width} features, ${featureDim} were expected`);
  if (tensor.keys.length === 0 && tensor.values.length === featureDim) return tensor.values;
  if (tensor.keys.length !== tensor.values.length) {
    throw new RecordIoError(
      file,
      index,
      `a sparse row had ${tensor.keys.length} keys and ${tensor.values.length} values`,
    );
  }
  const row = new Float32Array(featureDim);
  tensor.keys.forEach((key, i) => {
    if (key >= featureDim)
      throw new RecordIoError(file, index, `a sparse key was ${key}, the row has ${featureDim} features`);
    row[key] = tensor.values[i] as number;
  });
  return row;
}

function labelOf(
  { label }: RecordMessage,
  file: string,
  index: number,
  { labelRequired = true }: DecodeOptions,
): number {
  const tensor = label.get('values');
  if (!tensor && !labelRequired) return NaN;
  if (tensor?.values.length !== 1) {
    throw new RecordIoError(file, index, `the label had ${tensor?.values.length ?? 0} values, it has one`);
  }
  return tensor.values[0] as number;
}

function checked(
  decoded: DecodedRecords,
  file: string,
  { labelRequired = true }: DecodeOptions,
): DecodedRecords {
  const { features, labels, featureDim } = decoded;
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const index = Math.floor(bad / featureDim);
    throw new RecordIoError(file, index, `feature ${bad % featureDim} was ${features[bad]}`);
  }
  const badLabel = labelRequired ? labels.findIndex((label) => !Number.isFinite(label)) : -1;
  if (badLabel >= 0) throw new RecordIoError(file, badLabel, `the label was ${labels[badLabel]}`);
  return decoded;
}
