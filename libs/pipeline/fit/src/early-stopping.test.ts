import { describe, expect, it } from 'vitest';
import { EarlyStopping } from './early-stopping.ts';

function course(stopping: EarlyStopping, values: readonly number[]): string {
  return values
    .map((value) => `${stopping.observe(value) ? '+' : '-'}${stopping.isOver ? '!' : ''}`)
    .join('');
}

describe('EarlyStopping', () => {
  it('stops after more epochs without enough improvement than its patience', () => {
    expect(course(new EarlyStopping(2, 0.01, 'smaller'), [1, 0.9, 0.9, 0.9, 0.9])).toBe('++---!');
  });

  it('measures against the best value of every epoch, also of those that improved too little', () => {
    expect(course(new EarlyStopping(9, 0.01, 'smaller'), [1, 0.995, 0.987, 0.985])).toBe('+---');
    expect(course(new EarlyStopping(9, 0.01, 'smaller'), [1, 1, 0.987, 0.985])).toBe('+-+-');
  });

  it('turns around for a metric that is better when larger', () => {
    expect(course(new EarlyStopping(1, 0.1, 'larger'), [0, 0.5, 0.54, 0.56])).toBe('++--!');
  });
});
