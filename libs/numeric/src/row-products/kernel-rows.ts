import { reserve, type KernelMemory } from '../kernels/kernel-memory.ts';
import { startKernels, type Kernels, type RowKernel } from '../kernels/start-kernels.ts';
import { KernelSteps } from '../model-steps/kernel-steps.ts';
import type { ModelSteps, Scaling } from '../model-steps/model-steps.ts';
import { plainProducts } from './plain-products.ts';
import { BLOCK_ROWS, type Moments, type RowBlock, type RowProducts } from './row-products.ts';

const FLOAT64 = 8;
const FLOAT32 = 4;
/** Bytes of a vector register: where vectors begin. */
const REGISTER = 16;

type Floats = Float32Array | Float64Array;

/** A vector as long as a row and one as long as a block, of one kind of numbers. */
type Scratch<T extends Floats> = { readonly vector: T; readonly block: T };

/**
 * One thread's view of rows in kernel memory: the rows, and their products by SIMD kernels. Vectors and results lie
 * wherever they like: they are copied, which is little beside the rows. Other threads may have views of their own.
 */
export class KernelRows implements RowProducts {
  readonly #memory: KernelMemory;
  readonly #kernels: Kernels;
  readonly #buffer: SharedArrayBuffer;
  readonly #double: Scratch<Float64Array>;
  readonly #single: Scratch<Float32Array>;
  /** Two vectors as long as a row. */
  readonly #sums: Float64Array;

  /** @throws KernelMemoryFull */
  constructor(memory: KernelMemory, columns: number) {
    const doubles = FLOAT64 * (BLOCK_ROWS + 3 * columns);
    const at = reserve(memory, doubles + REGISTER + FLOAT32 * (BLOCK_ROWS + columns));
    this.#memory = memory;
    this.#kernels = startKernels(memory);
    this.#buffer = memory.buffer;
    this.#double = {
      block: new Float64Array(this.#buffer, at, BLOCK_ROWS),
      vector: new Float64Array(this.#buffer, at + FLOAT64 * BLOCK_ROWS, columns),
    };
    this.#sums = new Float64Array(this.#buffer, at + FLOAT64 * (BLOCK_ROWS + columns), 2 * columns);
    const then = at + REGISTER * Math.ceil(doubles / REGISTER);
    this.#single = {
      block: new Float32Array(this.#buffer, then, BLOCK_ROWS),
      vector: new Float32Array(this.#buffer, then + FLOAT32 * BLOCK_ROWS, columns),
    };
  }

  /** The memory's own numbers, of which blocks are taken. */
  floats(byteOffset: number, length: number): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.#buffer, byteOffset, length);
  }

  gemv(block: RowBlock, vector: Float64Array, out: Float64Array): void {
    if (!this.#holds(block)) return plainProducts.gemv(block, vector, out);
    multiply(this.#kernels.gemv, this.#double, { block, vector, out });
  }

  sgemv(block: RowBlock, vector: Float32Array, out: Float32Array): void {
    if (!this.#holds(block)) return plainProducts.sgemv(block, vector, out);
    multiply(this.#kernels.sgemv, this.#single, { block, vector, out });
  }

  addSgemvTransposed(block: RowBlock, coefficients: Float32Array, out: Float64Array): void {
    if (!this.#holds(block)) return plainProducts.addSgemvTransposed(block, coefficients, out);
    const { columns, count } = block;
    const { block: factors, vector: sums } = this.#single;
    for (let row = 0; row < count; row += BLOCK_ROWS) {
      const some = Math.min(BLOCK_ROWS, count - row);
      factors.set(coefficients.subarray(row, row + some));
      const [from, to] = [factors.byteOffset, sums.byteOffset];
      this.#kernels.sgemvTransposed(placeOf(block, row), columns, some, from, to);
      for (let j = 0; j < columns; j++) out[j] = (out[j] as number) + (sums[j] as number);
    }
  }

  addMoments(block: RowBlock, moments: Moments): void {
    if (!this.#holds(block)) return plainProducts.addMoments(block, moments);
    const { columns, count } = block;
    const [sums, squares] = [this.#sums.subarray(0, columns), this.#sums.subarray(columns)];
    const from = this.#double.vector;
    from.set(moments.origin);
    sums.set(moments.sums);
    squares.set(moments.squares);
    this.#kernels.addMoments(placeOf(block, 0), columns, count, from.byteOffset, sums.byteOffset);
    moments.sums.set(sums);
    moments.squares.set(squares);
  }

  /** @throws KernelMemoryFull */
  stepsOf(scaling: Scaling, models: number): ModelSteps {
    return new KernelSteps(this.#memory, this.#kernels, scaling, models);
  }

  /** Rows of another memory, or wider ones, are none of these. */
  #holds({ values, columns }: RowBlock): boolean {
    return values.buffer === this.#buffer && columns === this.#single.vector.length;
  }
}

type Product<T extends Floats> = { readonly block: RowBlock; readonly vector: T; readonly out: T };

function multiply<T extends Floats>(kernel: RowKernel, scratch: Scratch<T>, product: Product<T>): void {
  const { block, vector, out } = product;
  const { columns, count } = block;
  scratch.vector.set(vector.subarray(0, columns));
  for (let row = 0; row < count; row += BLOCK_ROWS) {
    const some = Math.min(BLOCK_ROWS, count - row);
    kernel(placeOf(block, row), columns, some, scratch.vector.byteOffset, scratch.block.byteOffset);
    out.set(scratch.block.subarray(0, some), row);
  }
}

function placeOf({ values, columns, first }: RowBlock, row: number): number {
  return values.byteOffset + FLOAT32 * (first + row) * columns;
}
