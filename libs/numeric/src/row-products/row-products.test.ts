import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { Appender, newKernelMemory } from '../kernels/kernel-memory.ts';
import { KernelRows } from './kernel-rows.ts';
import { plainProducts } from './plain-products.ts';
import type { RowBlock, RowProducts } from './row-products.ts';

type Case = { seed: number; rows: number; columns: number; first: number; count: number };

const cases = fc
  .record({
    seed: fc.integer(),
    rows: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 250, max: 530 })),
    columns: fc.integer({ min: 1, max: 70 }),
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
  const single = Float32Array.from(out);
  const before = Float64Array.from({ length: block.columns }, (_, j) => j / 8);
  const sums = before.slice();
  products.gemv(block, given.vector, out);
  products.sgemv(block, Float32Array.from(given.vector), single);
  products.addSgemvTransposed(block, Float32Array.from(given.coefficients), sums);
  const moments = { origin: given.vector, sums: before.slice(), squares: before.slice() };
  products.addMoments(block, moments);
  return { out, single, sums, moments };
}

describe('products of rows', () => {
  it('have eight sums for a row, then the columns left over, to the bit', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const { out } = productsOf(plainProducts, { values: given.values, ...shape }, given);
        const { columns } = shape;
        const eights = columns - (columns % 8);
        for (let i = 0; i < shape.count; i++) {
          const row = given.values.subarray((shape.first + i) * columns);
          const sums = new Float64Array(8);
          for (let j = 0; j < eights; j++) sums[j % 8]! += row[j]! * given.vector[j]!;
          const [even, odd] = [0, 1].map((k) => sums[k]! + sums[k + 2]! + (sums[k + 4]! + sums[k + 6]!));
          let total = even! + odd!;
          for (let j = eights; j < columns; j++) total += row[j]! * given.vector[j]!;
          expect(out[i]).toBe(total);
        }
        expect([...out.subarray(shape.count)]).toEqual([9, 9]);
      }),
    );
  });

  it('in float32 have sixteen sums for a row, then fours, then the columns left over, to the bit', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const { single } = productsOf(plainProducts, { values: given.values, ...shape }, given);
        const { columns } = shape;
        const vector = Float32Array.from(given.vector);
        const [sixteens, fours] = [columns - (columns % 16), columns - (columns % 4)];
        for (let i = 0; i < shape.count; i++) {
          const row = given.values.subarray((shape.first + i) * columns);
          const product = (j: number): number => Math.fround(row[j]! * vector[j]!);
          const sums = new Float32Array(16);
          for (let j = 0; j < fours; j++) sums[j < sixteens ? j % 16 : j % 4]! += product(j);
          const early = Float32Array.from({ length: 4 }, (_, k) => sums[k]! + sums[k + 4]!);
          const late = Float32Array.from({ length: 4 }, (_, k) => sums[k + 8]! + sums[k + 12]!);
          const four = early.map((sum, k) => sum + late[k]!);
          const total = Float32Array.of(four[0]! + four[1]!, four[2]! + four[3]!);
          total[0]! += total[1]!;
          for (let j = fours; j < columns; j++) total[0]! += product(j);
          expect(single[i]).toBe(total[0]);
        }
        expect([...single.subarray(shape.count)]).toEqual([9, 9]);
      }),
    );
  });

  it('in float32 are as near to the exact ones as its 24 bits allow', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const { columns, count, first } = shape;
        const { single, sums } = productsOf(plainProducts, { values: given.values, ...shape }, given);
        const row = (i: number) => given.values.subarray((first + i) * columns, (first + i + 1) * columns);
        // n additions and a product err by at most (n + 2) halves of a last place of the sum of the magnitudes.
        const within = (terms: readonly number[], found: number) => {
          const exact = terms.reduce((sum, term) => sum + term, 0);
          const magnitude = terms.reduce((sum, term) => sum + Math.abs(term), 0);
          expect(Math.abs(found - exact)).toBeLessThanOrEqual((terms.length + 2) * 2 ** -24 * magnitude);
        };
        for (let i = 0; i < count; i++)
          within(
            Array.from(row(i), (x, j) => x * given.vector[j]!),
            single[i]!,
          );
        for (let j = 0; j < columns; j++) {
          const terms = Array.from({ length: count }, (_, i) => row(i)[j]! * given.coefficients[i]!);
          within([j / 8, ...terms], sums[j]!);
        }
      }),
    );
  });

  it('have moments that are added up a row after the other, to the bit', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const given = drawn(shape);
        const found = productsOf(plainProducts, { values: given.values, ...shape }, given).moments;
        for (let j = 0; j < shape.columns; j++) {
          let [sum, square] = [j / 8, j / 8];
          for (let i = shape.first; i < shape.first + shape.count; i++) {
            const offset = given.values[i * shape.columns + j]! - given.vector[j]!;
            sum += offset;
            square += offset * offset;
          }
          expect([found.sums[j], found.squares[j]]).toEqual([sum, square]);
        }
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
        const all = { values, columns: shape.columns, first: 0, count: shape.rows };
        const whole = [new Float64Array(shape.rows), new Float32Array(shape.rows)] as const;
        plainProducts.gemv(all, vector, whole[0]);
        plainProducts.sgemv(all, Float32Array.from(vector), whole[1]);
        const part = [new Float64Array(shape.count), new Float32Array(shape.count)] as const;
        plainProducts.gemv({ values, ...shape }, vector, part[0]);
        plainProducts.sgemv({ values, ...shape }, Float32Array.from(vector), part[1]);
        expect(part).toEqual(whole.map((each) => each.subarray(shape.first, shape.first + shape.count)));
      }),
    );
  });
});
