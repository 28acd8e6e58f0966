import { describe, expect, it } from 'vitest';
import type { DatasetReport, PartReport } from './dataset-report.ts';
import { datasetVerdict } from './insufficient-data.ts';

const part = (rows: number, positives: number, purged = 0): PartReport => ({
  rows,
  positives,
  purged,
  distinctSeconds: rows,
  labelRuns: 1,
  effectiveSampleSize: 1,
  firstOpenMs: null,
  lastCloseMs: null,
  medianHoldingMs: null,
  files: [],
});

const verdict = (train: PartReport, validation: PartReport, test: PartReport): string | undefined =>
  datasetVerdict({ parts: { train, validation, test } } as DatasetReport, 100);

describe('datasets', () => {
  it('with both classes in every part and a whole mini-batch are sufficient', () => {
    expect(verdict(part(100, 1), part(2, 1), part(2, 1))).toBeUndefined();
  });

  it('without are not, and the reason has the numbers', () => {
    expect(verdict(part(99, 50), part(2, 1), part(2, 1))).toBe(
      'the train part has 99 rows, the smallest mini-batch 100',
    );
    expect(verdict(part(0, 0, 700), part(2, 1), part(2, 1))).toBe(
      'the train part has no rows after 700 were purged',
    );
    expect(verdict(part(100, 50), part(9, 9, 3), part(2, 1))).toBe(
      'the validation part has 9 rows after 3 were purged, all of them profits',
    );
    expect(verdict(part(100, 50), part(9, 3), part(5, 0))).toBe(
      'the test part has 5 rows, all of them losses',
    );
  });
});
