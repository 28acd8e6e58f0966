import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NOTEBOOKS, PROJECT } from './execute-notebook.ts';

type Cell = {
  readonly cell_type: string;
  readonly id: string;
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
};

const cellsOf = (name: string): readonly Cell[] =>
  (JSON.parse(readFileSync(`${PROJECT}notebooks/${name}.ipynb`, 'utf8')) as { cells: Cell[] }).cells;

describe.each(NOTEBOOKS)('%s', (name) => {
  it('is kept without what it printed, so that a change is seen as one', () => {
    for (const { cell_type, outputs, execution_count } of cellsOf(name)) {
      if (cell_type !== 'code') continue;
      expect(outputs).toEqual([]);
      expect(execution_count).toBeNull();
    }
  });

  it('has cells with names, each once', () => {
    const ids = cellsOf(name).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-text)?$/);
  });
});
