const FILE_MAGIC = 0x112n;
const ARRAY_MAGIC = 0xf993fac9;
const CPU = 1;
const FLOAT32 = 0;

export type NamedArray = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
};

/** MXNet's NDArray file: two headers, the arrays, then their names; all little endian. */
export function writeParameterFile(arrays: readonly NamedArray[]): Uint8Array {
  const writer = new Writer();
  writer.u64(FILE_MAGIC).u64(0n).u64(BigInt(arrays.length));
  for (const { shape, values } of arrays) {
    writer.u32(ARRAY_MAGIC).u32(0).u32(shape.length);
    shape.forEach((size) => writer.u64(BigInt(size)));
    writer.u32(CPU).u32(0).u32(FLOAT32).floats(values);
  }
  writer.u64(BigInt(arrays.length));
  arrays.forEach(({ name }) => writer.text(name));
  return writer.bytes();
}

/** @throws RangeError or Error saying what does not fit */
export function readParameterFile(bytes: Uint8Array): NamedArray[] {
  const reader = new Reader(bytes);
  if (reader.u64() !== FILE_MAGIC) throw new Error('the parameter file has another magic number');
  reader.u64();
  const arrays = Array.from({ length: bounded(reader.u64()) }, () => readArray(reader));
  const names = Array.from({ length: bounded(reader.u64()) }, () => reader.text(bounded(reader.u64())));
  return arrays.map((array, i) => ({ name: names[i] ?? '', ...array }));
}

function readArray(reader: Reader): Omit<NamedArray, 'name'> {
  if (reader.u32() !== ARRAY_MAGIC) throw new Error('an array has another magic number');
  if (reader.u32() !== 0) throw new Error('an array is not dense');
  const shape = Array.from({ length: reader.u32() }, () => bounded(reader.u64()));
  reader.u32();
  reader.u32();
  const type = reader.u32();
  if (type !== FLOAT32) throw new Error(`an array has the type ${type}, float32 is 0`);
  return { shape, values: reader.floats(shape.reduce((product, size) => product * size, 1)) };
}

/** A count that a damaged file may have made huge. */
function bounded(count: bigint): number {
  if (count > 100_000_000n) throw new Error(`a count was ${count}`);
  return Number(count);
}

class Writer {
  readonly #parts: Uint8Array[] = [];

  u32(value: number): this {
    const part = new Uint8Array(4);
    new DataView(part.buffer).setUint32(0, value, true);
    this.#parts.push(part);
    return this;
  }

  u64(value: bigint): this {
    const part = new Uint8Array(8);
    new DataView(part.buffer).setBigUint64(0, value, true);
    this.#parts.push(part);
    return this;
  }

  floats(values: Float32Array): this {
    this.#parts.push(new Uint8Array(values.slice().buffer));
    return this;
  }

  text(value: string): this {
    const part = new TextEncoder().encode(value);
    this.u64(BigInt(part.length)).#parts.push(part);
    return this;
  }

  bytes(): Uint8Array {
    const whole = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(): number {
    const value = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return value;
  }

  u64(): bigint {
    const value = this.#view.getBigUint64(this.#at, true);
    this.#at += 8;
    return value;
  }

  floats(count: number): Float32Array {
    return new Float32Array(this.#take(4 * count).slice().buffer);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.#take(length));
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the parameter file is cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
