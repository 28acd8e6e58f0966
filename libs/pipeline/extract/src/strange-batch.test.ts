import { transactionLine, transactionsHeader } from '@moving-ground/formats';
import { featureSchemaOf } from '@moving-ground/feature-schema';
import { datasetVerdict } from '@moving-ground/run';
import { describe, expect, it } from 'vitest';
import { batchFiles, extracted, tickAt, transactionOn, type BatchContent } from './window.fixture.ts';

const window = {
  schema: featureSchemaOf({
    resolutions: [{ lags: 5, stepSeconds: 1 }],
    lagOrder: 'newest-first',
    maxGapSeconds: 5,
  }),
  split: { train: 0.7, validation: 0.15, test: 0.15 },
  seed: 1,
};

/** An order a second, each over within the second. */
function market(seconds: number, profitAt: (second: number) => boolean): BatchContent {
  const ticks = Array.from({ length: seconds }, (_, i) => tickAt(i * 1000, 6000 + (i % 50), 6036 + (i % 50)));
  const transactions = ticks.map((tick, i) => transactionOn(tick, { heldMs: 900, profit: profitAt(i) }));
  return { ticks, transactions };
}

describe('ten thousand orders with one outcome', () => {
  it.each([
    ['profits', true],
    ['losses', false],
  ])('that is %s end in a dataset that says so, not in a crash', async (outcome, profit) => {
    const batches = [
      batchFiles(
        0,
        market(10_005, () => profit),
      ),
    ];
    const { report } = await extracted({ ...window, batches });
    expect(report.transactions).toBe(10_005);
    expect(datasetVerdict(report, 1)).toBe(`the train part has 7000 rows, all of them ${outcome}`);
    expect(report.parts.train.positives).toBe(profit ? 7000 : 0);
  });
});

describe('a batch whose every transaction is written ten times', () => {
  it('gives the dataset of the batch with each once, and counts the repeats', async () => {
    const content = market(60, (second) => second % 3 > 0);
    const once = batchFiles(0, content);
    const lines = content.transactions.map(transactionLine);
    const text = [transactionsHeader, ...Array.from({ length: 10 }, () => lines).flat(), ''].join('\n');
    const tenTimes = {
      ...once,
      transactions: async function* (): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(new TextEncoder().encode(text));
      },
    };
    const [expected, dataset] = await Promise.all([
      extracted({ ...window, batches: [once] }),
      extracted({ ...window, batches: [tenTimes] }),
    ]);
    expect(dataset.files).toEqual(expected.files);
    expect(dataset.report.parts).toEqual(expected.report.parts);
    expect(dataset.report.dropped).toEqual({ ...expected.report.dropped, repeated: 9 * 60 });
  });
});
