import { Instance, Module, reserve, type KernelMemory } from './kernel-memory.ts';
import { KERNELS } from './kernels.ts';
import { plainProducts } from './plain-products.ts';
import type { RowBlock, RowProducts } from './row-products.ts';

/** Where the rows begin, how wide they are and how many, where the factors lie, and where the results. */
type Kernel = (...places: [rows: number, columns: number, count: number, from: number, to: number]) => void;

type Kernels = Readonly<Record<'gemv' | 'addGemvTransposed', Kernel>>;

/** Rows whose results are copied out at a time. */
const BLOCK_ROWS = 256;
const FLOAT64 = 8;
const FLOAT32 = 4;

let compiled: object | undefined;

function kernelsOver(memory: KernelMemory): Kernels {
  compiled ??= new Module(Uint8Array.from(atob(KERNELS), (letter) => letter.charCodeAt(0)));
  return new Instance(compiled, { env: { memory } }).exports as Kernels;
}

/**
 * One thread's view of rows in kernel memory: the rows, and their products by SIMD kernels. Vectors and results lie
 * wherever they like: they are copied, which is little beside the rows. Other threads may have views of their own.
 */
export class KernelRows implements RowProducts {
  readonly #kernels: Kernels;
  readonly #buffer: SharedArrayBuffer;
  /** As long as a row. */
  readonly #vector: Float64Array;
  /** As long as a block. */
  readonly #block: Float64Array;

  /** @throws KernelMemoryFull */
  constructor(memory: KernelMemory, columns: number) {
    // Two lanes wide: where an odd row ends in the middle of one, the other half is nobody's.
    const width = columns + (columns % 2);
    const at = reserve(memory, FLOAT64 * (width + BLOCK_ROWS));
    this.#kernels = kernelsOver(memory);
    this.#buffer = memory.buffer;
    this.#vector = new Float64Array(this.#buffer, at, columns);
    this.#block = new Float64Array(this.#buffer, at + FLOAT64 * width, BLOCK_ROWS);
  }

  /** The memory's own numbers, of which blocks are taken. */
  floats(byteOffset: number, length: number): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.#buffer, byteOffset, length);
  }

  gemv(block: RowBlock, vector: Float64Array, out: Float64Array): void {
    if (!this.#holds(block)) return plainProducts.gemv(block, vector, out);
    const { columns, count } = block;
    this.#vector.set(vector.subarray(0, columns));
    for (let row = 0; row < count; row += BLOCK_ROWS) {
      const some = Math.min(BLOCK_ROWS, count - row);
      const [from, to] = [this.#vector.byteOffset, this.#block.byteOffset];
      this.#kernels.gemv(placeOf(block, row), columns, some, from, to);
      out.set(this.#block.subarray(0, some), row);
    }
  }

  addGemvTransposed(block: RowBlock, coefficients: Float64Array, out: Float64Array): void {
    if (!this.#holds(block)) return plainProducts.addGemvTransposed(block, coefficients, out);
    const { columns, count } = block;
    this.#vector.set(out.subarray(0, columns));
    for (let row = 0; row < count; row += BLOCK_ROWS) {
      const some = Math.min(BLOCK_ROWS, count - row);
      this.#block.set(coefficients.subarray(row, row + some));
      const [from, to] = [this.#block.byteOffset, this.#vector.byteOffset];
      this.#kernels.addGemvTransposed(placeOf(block, row), columns, some, from, to);
    }
    out.set(this.#vector);
  }

  /** Rows of another memory, or wider ones, are none of these. */
  #holds({ values, columns }: RowBlock): boolean {
    return values.buffer === this.#buffer && columns === this.#vector.length;
  }
}

function placeOf({ values, columns, first }: RowBlock, row: number): number {
  return values.byteOffset + FLOAT32 * (first + row) * columns;
}
