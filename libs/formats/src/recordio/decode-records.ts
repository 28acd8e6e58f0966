import { framesOf } from './frames.ts';
import { denseRow, labelOf, readRecordRow, widthOf } from './record-row.ts';
import { RecordIoError } from './recordio-error.ts';
import { readUniformRecords } from './uniform-records.ts';

/**
 * 256 MiB of float32. A dense row takes its own size in the file, so only sparse rows, a few bytes for any width,
 * can ask for more memory than the file has.
 */
const MOST_SPARSE_VALUES = 67_108_864;

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

type Reading = { readonly file: string; readonly featureDim: number; readonly labelRequired: boolean };

/** Reads a whole file, in the SDK's and in dmlc's way of framing. @throws RecordIoError at the first bad record */
export function decodeRecords(bytes: Uint8Array, file: string, options: DecodeOptions = {}): DecodedRecords {
  const { labelRequired = true, featureDim = firstWidth(bytes, file) } = options;
  const reading = { file, featureDim, labelRequired };
  const uniform = readUniformRecords(bytes, featureDim, labelRequired);
  const decoded = uniform ? { ...uniform, featureDim } : decodeAny(bytes, reading);
  refuseInfinite(decoded, reading);
  return decoded;
}

function firstWidth(bytes: Uint8Array, file: string): number {
  const place = { file, index: 0 };
  for (const frame of framesOf(bytes, file)) return widthOf(readRecordRow(frame, place).features, place);
  throw new RecordIoError(file, 0, 'the file is empty');
}

function decodeAny(bytes: Uint8Array, { file, featureDim, labelRequired }: Reading): DecodedRecords {
  const rows: Float32Array[] = [];
  const labels: number[] = [];
  const most = Math.max(MOST_SPARSE_VALUES, bytes.length);
  for (const frame of framesOf(bytes, file)) {
    const place = { file, index: rows.length };
    const record = readRecordRow(frame, place);
    rows.push(denseRow(record.features, featureDim, place));
    labels.push(labelOf(record.label, labelRequired, place));
    if (rows.length * featureDim > most)
      throw new RecordIoError(
        file,
        place.index,
        `the sparse rows up to here have over ${most} features: split the file`,
      );
  }
  if (rows.length === 0) throw new RecordIoError(file, 0, 'the file is empty');
  const features = new Float32Array(rows.length * featureDim);
  rows.forEach((row, i) => {
    features.set(row, i * featureDim);
  });
  return { features, labels: Float32Array.from(labels), rows: rows.length, featureDim };
}

function refuseInfinite(
  { features, labels }: DecodedRecords,
  { file, featureDim, labelRequired }: Reading,
): void {
  const bad = firstInfinite(features);
  if (bad >= 0) {
    const problem = `feature ${bad % featureDim} was ${features[bad]}`;
    throw new RecordIoError(file, Math.floor(bad / featureDim), problem);
  }
  const badLabel = labelRequired ? firstInfinite(labels) : -1;
  if (badLabel >= 0) throw new RecordIoError(file, badLabel, `the label was ${labels[badLabel]}`);
}

/** The index of the first NaN or infinity; a callback for each of some 30 million numbers would take most of the time. */
function firstInfinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
