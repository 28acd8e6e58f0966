import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernelsSource } from '../../assembly/compile.mjs';
import { seededRandom } from '../seeded-random.ts';
import { Appender, KernelMemoryFull, newKernelMemory, reserve } from './kernel-memory.ts';
import { KernelRows } from './kernel-rows.ts';
import { plainProducts } from './plain-products.ts';
import type { RowBlock, RowProducts } from './row-products.ts';

type Case = { seed: number; rows: number; columns: number; first: number; count: number };

const cases = fc
  .record({
    seed: fc.integer(),
    rows: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 250, max: 530 })),
    columns: fc.integer({ min: 1, max: 30 }),
    from: fc.nat(),
    length: fc.nat(),
  })
  .map(({ from, length, rows, ...rest }): Case => {
    const first = from % rows;
    return { ...rest, rows, first, count: length % (rows - first + 1) };
  });

function drawn({ seed, rows, columns }: Case) {
  const random = seededRandom(seed);
  return {
    values: Float32Array.from({ length: rows * columns }, () => random.normal()),
    vector: Float64Array.from({ length: columns }, () => random.normal()),
    coefficients: Float64Array.from({ length: rows }, () => random.normal()),
  };
}

/** The same rows in kernel memory, other rows before them. */
function inKernelMemory(
  values: Float32Array,
  columns: number,
): { products: KernelRows; values: Float32Array } {
  const memory = newKernelMemory();
  const appender = new Appender(memory);
  appender.append(new Float32Array(7));
  appender.append(values);
  const products = new KernelRows(memory, columns);
  return { products, values: products.floats(appender.start + 28, values.length) };
}

function productsOf(products: RowProducts, block: RowBlock, given: ReturnType<typeof drawn>) {
  const out = new Float64Array(block.count + 2).fill(9);
  const sums = Float64Array.from({ length: block.columns }, (_, j) => j / 8);
  products.gemv(block, given.vector, out);
  products.addGemvTransposed(block, given.coefficients, sums);
  return { out, sums };
}

describe('products of rows', () => {
  it('sum the even columns, the odd ones, and add the last of an odd number, to the bit', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const { out } = productsOf(plainProducts, { values: given.values, ...shape }, given);
        const { columns } = shape;
        for (let i = 0; i < shape.count; i++) {
          const row = given.values.subarray((shape.first + i) * columns);
          const sums = [0, 0];
          for (let j = 0; j < columns - (columns % 2); j++) sums[j % 2]! += row[j]! * given.vector[j]!;
          const pairs = sums[0]! + sums[1]!;
          const last = columns - 1;
          expect(out[i]).toBe(columns % 2 === 0 ? pairs : pairs + row[last]! * given.vector[last]!);
        }
        expect([...out.subarray(shape.count)]).toEqual([9, 9]);
      }),
    );
  });

  it('are the same bits by the SIMD kernels', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const kernel = inKernelMemory(given.values, shape.columns);
        const plain = productsOf(plainProducts, { values: given.values, ...shape }, given);
        expect(productsOf(kernel.products, { ...shape, values: kernel.values }, given)).toEqual(plain);
      }),
    );
  });

  it.each([NaN, Infinity, -0, 1e-45, 3.4e38])('carry %f as the plain ones do', (odd) => {
    const values = Float32Array.from({ length: 5 * 7 }, (_, i) => (i % 6 === 0 ? odd : i));
    const given = { vector: new Float64Array(7).fill(2), coefficients: new Float64Array(5).fill(-3), values };
    const kernel = inKernelMemory(values, 7);
    const block = { columns: 7, first: 0, count: 5 };
    const plain = productsOf(plainProducts, { ...block, values }, given);
    expect(productsOf(kernel.products, { ...block, values: kernel.values }, given)).toEqual(plain);
  });

  it('are right for rows that do not lie in the kernels memory', () => {
    const shape = { seed: 1, rows: 9, columns: 5, first: 2, count: 6 };
    const given = drawn(shape);
    const { products } = inKernelMemory(given.values, shape.columns);
    const plain = productsOf(plainProducts, { values: given.values, ...shape }, given);
    expect(productsOf(products, { values: given.values, ...shape }, given)).toEqual(plain);
  });

  it('of a row are the same in any block', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const { values, vector } = drawn(shape);
        const whole = new Float64Array(shape.rows);
        plainProducts.gemv({ values, columns: shape.columns, first: 0, count: shape.rows }, vector, whole);
        const part = new Float64Array(shape.count);
        plainProducts.gemv({ values, ...shape }, vector, part);
        expect(part).toEqual(whole.subarray(shape.first, shape.first + shape.count));
      }),
    );
  });

  it("are each other's transpose: c . (A v) = (A' c) . v, on top of what was there", () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const { out, sums } = productsOf(plainProducts, { values: given.values, ...shape }, given);
        let [left, right] = [0, 0];
        for (let i = 0; i < shape.count; i++) left += out[i]! * given.coefficients[i]!;
        for (let j = 0; j < shape.columns; j++) right += (sums[j]! - j / 8) * given.vector[j]!;
        expect(right).toBeCloseTo(left, 6);
      }),
    );
  });
});

describe('kernel memory', () => {
  it('keeps what was appended, and views of other threads apart', () => {
    const memory = newKernelMemory();
    const appender = new Appender(memory);
    const pieces = [5, 40_000, 1].map((length, i) => new Float32Array(length).fill(i + 1));
    for (const piece of pieces) appender.append(piece);
    const [one, other] = [new KernelRows(memory, 3), new KernelRows(memory, 3)];
    const [a, b] = [new Float64Array(1), new Float64Array(1)];
    const rows = one.floats(appender.start, 40_006);
    expect([rows[4], rows[5], rows[40_004], rows[40_005]]).toEqual([1, 2, 2, 3]);
    one.gemv({ values: rows, columns: 3, first: 0, count: 1 }, Float64Array.of(1, 2, 3), a);
    const others = other.floats(appender.start, 40_006);
    other.gemv({ values: others, columns: 3, first: 2, count: 1 }, Float64Array.of(1, 1, 1), b);
    expect([a[0], b[0]]).toEqual([6, 6]);
  });

  it('that is asked for more than 4 GiB says so', () => {
    expect(() => reserve(newKernelMemory(), 2 ** 32 + 1)).toThrow(KernelMemoryFull);
  });
});

describe('the kernels', () => {
  it('are what their source compiles to', async () => {
    expect(readFileSync(new URL('./kernels.ts', import.meta.url), 'utf8')).toBe(await kernelsSource());
  }, 60_000);
});
