import { describe, expect, it } from 'vitest';
import { nullLine } from './null-report.ts';
import { NoPlaceForTable, nullTable, withNullTable } from './null-table.ts';

const statement = {
  batches: 5,
  precision: 0.6,
  baseRate: 0.5,
  recall: 0.25,
  chanceOfBetter: 0.5,
  minimumDetectable: 0.1,
  flaggedBlocks: 20,
} as const;
const outcome = { seed: 1, promoted: 3, retained: 1, insufficient: 0, oracle: null };

describe('the table of the nulls', () => {
  const line = nullLine('random walk', [
    { ...outcome, statements: [{ ...statement, statement: 'cannot tell' }] },
    {
      ...outcome,
      statements: [{ ...statement, statement: 'better than the base rate', precision: null, recall: 0.75 }],
    },
  ]);

  it('counts what was said, with the interval of the share, and means over the seeds', () => {
    expect(line.points).toEqual([
      {
        batches: 5,
        better: 1,
        worse: 0,
        cannotTell: 1,
        from: expect.closeTo(0.0945, 3) as number,
        to: expect.closeTo(0.9055, 3) as number,
        meanExcess: expect.closeTo(0.05, 12) as number,
        meanRecall: 0.5,
        meanMinimumDetectable: expect.closeTo(0.1, 12) as number,
      },
    ]);
    expect([line.seeds, line.promotedShare, line.oracle]).toEqual([2, 0.75, null]);
  });

  it('stands between its two marks, again and again', () => {
    const document =
      '# a\n\n<!-- written by backtest:null, begin -->\nold\n<!-- written by backtest:null, end -->\nb\n';
    const table = nullTable({ lines: [line] });
    const once = withNullTable(document, table);
    expect(withNullTable(once, table)).toBe(once);
    expect(once).toContain('| random walk | 2     | 5              | 1        |');
    expect([once.includes('old'), once.endsWith('-->\nb\n')]).toEqual([false, true]);
    expect(() => withNullTable('no marks', table)).toThrow(NoPlaceForTable);
  });
});
