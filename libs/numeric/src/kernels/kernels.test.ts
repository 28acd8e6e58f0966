import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernelsSource } from '../../assembly/compile.mjs';
import { KernelRows } from '../row-products/kernel-rows.ts';
import { Appender, KernelMemoryFull, newKernelMemory, reserve } from './kernel-memory.ts';

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
