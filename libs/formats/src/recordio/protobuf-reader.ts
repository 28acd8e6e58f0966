/** The bytes are no message of the expected shape; the caller knows which record they belong to. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** One field of a message: its bytes for a length-delimited one, its number for a varint. */
export type Field = {
  readonly number: number;
  readonly wire: number;
  readonly bytes: Uint8Array;
  readonly varint: number;
};

const NONE = new Uint8Array(0);

/** The fields of a message in the order they stand; unknown ones are the caller's to skip. @throws MalformedMessage */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    at = tag.end;
    const number = Math.floor(tag.value / 8);
    if (number === 0) throw new MalformedMessage('a field has the number 0');
    const field = readField(message, at, number, tag.value % 8);
    at = field.end;
    yield field.field;
  }
}

function readField(
  message: Uint8Array,
  at: number,
  number: number,
  wire: number,
): { field: Field; end: number } {
  if (wire === VARINT) {
    const { value, end } = readVarint(message, at);
    return { field: { number, wire, bytes: NONE, varint: value }, end };
  }
  const { start, end } = span(message, at, wire);
  if (end > message.length) throw new MalformedMessage('a field reaches beyond the end of its message');
  return { field: { number, wire, bytes: message.subarray(start, end), varint: 0 }, end };
}

function span(message: Uint8Array, at: number, wire: number): { start: number; end: number } {
  if (wire === FIXED64) return { start: at, end: at + 8 };
  if (wire === FIXED32) return { start: at, end: at + 4 };
  if (wire !== LENGTH) throw new MalformedMessage(`a field has the wire type ${wire}`);
  const { value, end } = readVarint(message, at);
  return { start: end, end: end + value };
}

function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw new MalformedMessage('a number is cut off');
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
    scale *= 128;
  }
  throw new MalformedMessage('a number has more than ten bytes');
}

/** Varints one after the other, as packed uint64 are. @throws MalformedMessage */
export function packedVarints(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const { value, end } = readVarint(bytes, at);
    values.push(value);
    at = end;
  }
  return values;
}
