import { seededRandom } from '@moving-ground/numeric';
import type { ParameterRange } from '@moving-ground/tuning-config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf } from './axis.ts';
import { SearchSpace } from './search-space.ts';

const ranges: readonly ParameterRange[] = [
  { kind: 'categorical', name: 'use_bias', values: ['true', 'false', 'auto'] },
  { kind: 'continuous', name: 'l1', min: 1e-7, max: 1, scaling: 'Logarithmic' },
  { kind: 'continuous', name: 'beta_1', min: 0, max: 0.999, scaling: 'ReverseLogarithmic' },
  { kind: 'continuous', name: 'fixed', min: 3, max: 3, scaling: 'Linear' },
  { kind: 'integer', name: 'mini_batch_size', min: 100, max: 1000, scaling: 'Auto' },
];

describe('SearchSpace', () => {
  const space = new SearchSpace(ranges);

  it('has a coordinate for each number and each category', () => {
    expect(space.dimensions).toBe(7);
    expect(space.rangeOf).toEqual([0, 0, 0, 1, 2, 3, 4]);
    expect(space.isNumeric).toEqual([false, false, false, true, true, true, true]);
  });

  it('decodes and encodes to the same configuration', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const configuration = space.decode(space.random(seededRandom(seed)));
        const again = space.decode(space.encode(configuration));
        expect(again['use_bias']).toBe(configuration['use_bias']);
        expect(again['mini_batch_size']).toBe(configuration['mini_batch_size']);
        expect(again['fixed']).toBe('3');
        for (const name of ['l1', 'beta_1']) {
          expect(Number(again[name])).toBeCloseTo(Number(configuration[name]), 12);
        }
      }),
    );
  });

  it('takes two writings of a number for the same', () => {
    const key = (l1: string) => space.keyOf({ use_bias: 'true', l1 });
    expect(key('0.10')).toBe(key('1e-1'));
    expect(key('0.1')).not.toBe(key('0.2'));
  });
});

describe('axisOf', () => {
  const axis = (
    scaling: 'Linear' | 'Logarithmic' | 'ReverseLogarithmic' | 'Auto',
    min: number,
    max: number,
  ) => axisOf({ kind: 'continuous', name: 'x', min, max, scaling });

  it('puts the geometric middle in the middle of a logarithmic range', () => {
    expect(axis('Logarithmic', 1e-4, 1).valueAt(0.5)).toBeCloseTo(1e-2, 12);
    expect(axis('Auto', 1e-4, 1).valueAt(0.5)).toBeCloseTo(1e-2, 12);
    expect(axis('Auto', 0, 1).valueAt(0.5)).toBe(0.5);
    expect(axis('Linear', 1e-4, 1).valueAt(0.5)).toBeCloseTo(0.50005, 12);
  });

  it('crowds a reverse-logarithmic range toward 1', () => {
    expect(axis('ReverseLogarithmic', 0, 0.9999).valueAt(0.5)).toBeCloseTo(0.99, 10);
  });

  it('gives every whole number its share of an integer range', () => {
    const integers = axisOf({ kind: 'integer', name: 'n', min: 1, max: 4, scaling: 'Linear' });
    const counts = new Map<number, number>();
    for (let i = 0; i < 1000; i++) {
      const value = integers.valueAt((i + 0.5) / 1000);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts]).toEqual([
      [1, 250],
      [2, 250],
      [3, 250],
      [4, 250],
    ]);
  });
});
