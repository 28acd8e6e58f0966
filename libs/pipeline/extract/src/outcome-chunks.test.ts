import { outcomeLine, outcomesHeader } from '@moving-ground/formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetByDefinition } from './by-definition.fixture.ts';
import { extractDataset } from './extract-dataset.ts';
import { anyScenario } from './scenario.fixture.ts';
import { batchFiles } from './window.fixture.ts';

const SPLIT = { train: 0.5, validation: 0.2, test: 0.3 };

describe('the outcomes of the test part', () => {
  it('are those of its orders, row by row, and come before the parts', async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(anyScenario, async ({ schema, batches }) => {
        const order: string[] = [];
        let text = '';
        await extractDataset({
          batches: batches.map((batch, i) => batchFiles(i, batch)),
          schema,
          split: SPLIT,
          seed: 1,
          write: async (part, _, bytes) => {
            order.push(part);
            for await (const piece of bytes) void piece;
          },
          writeOutcomes: async (bytes) => {
            order.push('outcomes');
            for await (const piece of bytes) text += new TextDecoder().decode(piece);
          },
        });
        const { transactions } = datasetByDefinition(batches, schema, SPLIT, 1).parts.test;
        expect(text).toBe([outcomesHeader, ...transactions.map(outcomeLine), ''].join('\n'));
        expect(order[0]).toBe('outcomes');
        rows += transactions.length;
      }),
      { numRuns: 50 },
    );
    expect(rows).toBeGreaterThan(20);
  });
});
