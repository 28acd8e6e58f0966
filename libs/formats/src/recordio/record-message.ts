import { fieldsOf, MalformedMessage, packedVarints, type Field } from './protobuf-reader.ts';

const LENGTH = 2;
const FIXED32 = 5;
const FLOAT32_TENSOR = 2;
const OTHER_TENSORS: Readonly<Record<number, string>> = { 3: 'float64', 7: 'int32', 9: 'bytes' };

/** A float32 tensor; `keys` and `shape` only where it is sparse. */
export type Tensor = {
  readonly values: Float32Array;
  readonly keys: readonly number[];
  readonly shape: readonly number[];
};

/** One record: its maps of tensors by key. */
export type RecordMessage = {
  readonly features: ReadonlyMap<string, Tensor>;
  readonly label: ReadonlyMap<string, Tensor>;
};

/** Reads aialgs.data.Record in any order of fields and entries. @throws MalformedMessage */
export function readRecordMessage(bytes: Uint8Array): RecordMessage {
  const features = new Map<string, Tensor>();
  const label = new Map<string, Tensor>();
  for (const field of fieldsOf(bytes)) {
    if (field.number !== 1 && field.number !== 2) continue;
    const { key, tensor } = readEntry(delimited(field));
    (field.number === 1 ? features : label).set(key, tensor);
  }
  return { features, label };
}

function delimited({ wire, bytes, number }: Field): Uint8Array {
  if (wire !== LENGTH) throw new MalformedMessage(`field ${number} has the wire type ${wire}`);
  return bytes;
}

function readEntry(bytes: Uint8Array): { key: string; tensor: Tensor } {
  let key = '';
  let value: Uint8Array = new Uint8Array(0);
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) key = new TextDecoder().decode(delimited(field));
    if (field.number === 2) value = delimited(field);
  }
  return { key, tensor: readValue(value) };
}

function readValue(bytes: Uint8Array): Tensor {
  for (const field of fieldsOf(bytes)) {
    if (field.number === FLOAT32_TENSOR) return readTensor(delimited(field));
    const other = OTHER_TENSORS[field.number];
    if (other) throw new MalformedMessage(`the tensor is ${other}: write float32`);
  }
  throw new MalformedMessage('a value holds no tensor');
}

function readTensor(bytes: Uint8Array): Tensor {
  const values: Float32Array[] = [];
  const keys: number[][] = [];
  const shape: number[][] = [];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) values.push(floats(field.wire === FIXED32 ? field.bytes : delimited(field)));
    if (field.number === 2) keys.push(numbers(field));
    if (field.number === 3) shape.push(numbers(field));
  }
  return { values: oneArray(values), keys: keys.flat(), shape: shape.flat() };
}

/** Packed floats come in one piece, unpacked ones each alone. */
function oneArray(pieces: readonly Float32Array[]): Float32Array {
  const [only] = pieces;
  return pieces.length === 1 && only ? only : Float32Array.from(pieces.flatMap((piece) => [...piece]));
}

function numbers(field: Field): number[] {
  return field.wire === 0 ? [field.varint] : packedVarints(delimited(field));
}

function floats(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4) throw new MalformedMessage(`${bytes.length} bytes are no whole number of float32`);
  // A copy, because the floats need not lie on a multiple of four.
  return new Float32Array(bytes.slice().buffer);
}
