import { MalformedMessage } from './protobuf-reader.ts';
import { readRecordMessage, type Tensor } from './record-message.ts';
import { RecordIoError } from './recordio-error.ts';

/** A wider row is taken for a damaged one before memory is asked for. */
const MAX_WIDTH = 10_000_000;

/** Where a record stands, for the error that names it. */
export type Place = { readonly file: string; readonly index: number };

/** One record's tensors: what its row and its label are made of. */
export type RecordRow = { readonly features: Tensor; readonly label: Tensor | undefined };

/** @throws RecordIoError */
export function readRecordRow(frame: Uint8Array, { file, index }: Place): RecordRow {
  try {
    const { features, label } = readRecordMessage(frame);
    const tensor = features.get('values');
    if (!tensor) throw new MalformedMessage('the features have no entry "values"');
    return { features: tensor, label: label.get('values') };
  } catch (error) {
    if (error instanceof MalformedMessage) throw new RecordIoError(file, index, error.message);
    throw error;
  }
}

/** How many features a row has: a sparse one says so itself. @throws RecordIoError */
export function widthOf({ values, shape }: Tensor, { file, index }: Place): number {
  const width = shape[0] ?? values.length;
  if (width < 1 || width > MAX_WIDTH) throw new RecordIoError(file, index, `the row had ${width} features`);
  return width;
}

/** @throws RecordIoError when the row has another width */
export function denseRow(tensor: Tensor, featureDim: number, place: Place): Float32Array {
  const { file, index } = place;
  const width = widthOf(tensor, place);
  if (width !== featureDim)
    throw new RecordIoError(file, index, `the row had ${width} features, ${featureDim} were expected`);
  const { keys, values } = tensor;
  if (keys.length === 0 && values.length === featureDim) return values;
  if (keys.length !== values.length)
    throw new RecordIoError(file, index, `a sparse row had ${keys.length} keys and ${values.length} values`);
  const tooFar = keys.find((key) => key >= featureDim);
  if (tooFar !== undefined)
    throw new RecordIoError(file, index, `a sparse key was ${tooFar}, the row has ${featureDim} features`);
  const row = new Float32Array(featureDim);
  keys.forEach((key, i) => {
    row[key] = values[i] as number;
  });
  return row;
}

/** NaN for a row without a label, where that is allowed. @throws RecordIoError */
export function labelOf(label: Tensor | undefined, isRequired: boolean, { file, index }: Place): number {
  if (!label && !isRequired) return NaN;
  if (label?.values.length !== 1)
    throw new RecordIoError(file, index, `the label had ${label?.values.length ?? 0} values, it has one`);
  return label.values[0] as number;
}
