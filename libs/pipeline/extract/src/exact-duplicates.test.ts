import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactDuplicates } from './exact-duplicates.ts';

const FEATURE_DIM = 100;

type Row = { readonly label: number; readonly changed: number; readonly by: number };

/** Rows that are equal but for one word, which a sample of the words may step over. */
const anyRow = fc.record({
  label: fc.integer({ min: 0, max: 1 }),
  changed: fc.integer({ min: 0, max: FEATURE_DIM - 1 }),
  by: fc.integer({ min: 0, max: 2 }),
});

function tableOf(rows: readonly Row[]) {
  return {
    featureDim: FEATURE_DIM,
    label: (order: number) => rows[order]?.label ?? NaN,
    write: (order: number, values: Float32Array, at: number) => {
      for (let i = 0; i < FEATURE_DIM; i++) values[at + i] = i / 8;
      const row = rows[order];
      if (row) values[at + row.changed] = row.changed / 8 + row.by;
    },
  };
}

const keyOf = ({ label, changed, by }: Row): string => (by === 0 ? `${label}` : `${label} ${changed} ${by}`);

describe('exact duplicates', () => {
  it('are rows that equal another one in every word and in the label', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 60 }), fc.integer({ min: 0, max: 5 }), (rows, unseen) => {
        const table = tableOf(rows);
        const duplicates = new ExactDuplicates(rows.length + unseen);
        const values = new Float32Array(3 + FEATURE_DIM);
        for (const order of rows.keys()) {
          table.write(order, values, 3);
          duplicates.see(new Int32Array(values.buffer), 3, { order, table });
        }
        const times = Map.groupBy(rows, keyOf);
        expect(duplicates.count(table)).toBe(
          rows.filter((row) => (times.get(keyOf(row)) ?? []).length > 1).length,
        );
      }),
    );
  });
});
