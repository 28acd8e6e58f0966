import { describe, expect, it } from 'vitest';
import { memorySlopes } from './soak-table.ts';

describe('the memory slope', () => {
  it('is taken over the second half, in MB for 100,000 ticks', () => {
    const samples = Array.from({ length: 40 }, (_, i) => ({
      ticks: (i + 1) * 25_000,
      heapMb: i < 20 ? 100 - i : 80 + 0.5 * (i - 20),
      residentMb: 200,
      descriptors: 20,
      storeMb: i,
    }));
    const { heap, resident, store } = memorySlopes(samples);
    expect(heap).toBeCloseTo(2, 9);
    expect(resident).toBe(0);
    expect(store).toBeCloseTo(4, 9);
  });
});
