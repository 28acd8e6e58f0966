import { decodeRecords } from '@moving-ground/formats';
import { featureDim, featureSchemaOf } from '@moving-ground/feature-schema';
import type { StoredTick, Transaction } from '@moving-ground/market';
import { datasetVerdict, DATASET_PARTS, type DatasetPart } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  datasetByDefinition,
  effectiveSampleSizeByDefinition,
  type PartByDefinition,
} from './by-definition.fixture.ts';
import { BatchContradicts } from './errors.ts';
import type { Split } from './extract-input.ts';
import { anyScenario } from './scenario.fixture.ts';
import {
  batchFiles,
  batchIdAt,
  extracted,
  joined,
  recordsOf,
  START,
  tickAt,
  transactionOn,
  type BatchContent,
  type Extracted,
} from './window.fixture.ts';

const SPLIT: Split = { train: 0.7, validation: 0.15, test: 0.15 };
const ALL_TEST: Split = { train: 0, validation: 0, test: 1 };

const schema = featureSchemaOf({
  resolutions: [{ lags: 3, stepSeconds: 1 }],
  lagOrder: 'newest-first',
  maxGapSeconds: 2,
});

function extractedOf(
  batches: readonly BatchContent[],
  change: Partial<Parameters<typeof extracted>[0]> = {},
): Promise<Extracted> {
  return extracted({
    batches: batches.map((batch, i) => batchFiles(i, batch)),
    schema,
    split: ALL_TEST,
    seed: 1,
    ...change,
  });
}

/** Features of every row of a part, row by row. */
function rowsOf({ files }: Extracted, part: DatasetPart): number[][] {
  const { features, featureDim: width } = decodeRecords(joined(files[part]), part);
  return Array.from({ length: features.length / width }, (_, i) => [
    ...features.slice(i * width, (i + 1) * width),
  ]);
}

/** A tick each second with one order on each, held for five seconds, profit and loss in turn. */
function steadyMarket(seconds: number, heldMs = 5000): BatchContent {
  const ticks = Array.from({ length: seconds }, (_, i) => tickAt(i * 1000 + 100, 100 + i, 102 + i));
  const transactions = ticks.map((tick, i) => transactionOn(tick, { heldMs, profit: i % 2 === 0 }));
  return { ticks, transactions };
}

describe('the row of an order, worked out by hand', () => {
  const own = tickAt(4_300, 110, 114);
  const ticks = [
    tickAt(0, 98, 100), // second 0: mid 99
    tickAt(1_000, 99, 103), // second 1: the last mid before 2.000 is 105
    tickAt(1_999, 104, 106),
    // second 2 is silent: 105 still stands, one second and a millisecond old at its end
    tickAt(3_000, 99, 101), // second 3: the last mid before 4.000 is 107
    tickAt(3_999, 106, 108),
    tickAt(4_000, 500, 502), // of the order's own second: nobody sees it
    own, // mid 112
    tickAt(4_301, 1, 3),
  ];
  const transactions = [transactionOn(own, { heldMs: 1, profit: true })];

  it('has its own tick, the day so far and the mid at the end of each second before', async () => {
    const dataset = await extractedOf([{ ticks, transactions }]);
    // bid, offer, first mid 99, highest mid 112 (its own), lowest mid 99, then 107, 105, 105; all minus 112.
    expect(rowsOf(dataset, 'test')).toEqual([[-2, 2, -13, 0, -13, -5, -7, -7]]);
    expect(decodeRecords(joined(dataset.files.test), 'test').labels).toEqual(Float32Array.of(1));
    expect(dataset.report.derived).toEqual(['mid_open', 'high', 'low']);
  });

  it('has its lags the other way round when they go from the oldest on', async () => {
    const oldestFirst = featureSchemaOf({ ...schema, lagOrder: 'oldest-first' });
    const dataset = await extractedOf([{ ticks, transactions }], { schema: oldestFirst });
    expect(rowsOf(dataset, 'test')[0]?.slice(5)).toEqual([-7, -7, -5]);
  });

  it('has the mean of the ticks of each second where the mean is asked for, in the silence after it too', async () => {
    const mean = featureSchemaOf({ ...schema, priceOfSecond: 'mean' });
    const dataset = await extractedOf([{ ticks, transactions }], { schema: mean });
    // Second 3 has 100 and 107, second 1 has 101 and 105, which stand in second 2: 103.5, 103 and 103, minus 112.
    expect(rowsOf(dataset, 'test')[0]?.slice(5)).toEqual([-8.5, -9, -9]);
  });

  it('has the price two and four seconds before on a grid of two seconds', async () => {
    const coarse = featureSchemaOf({ ...schema, resolutions: [{ lags: 2, stepSeconds: 2 }] });
    const dataset = await extractedOf([{ ticks, transactions }], { schema: coarse });
    expect(rowsOf(dataset, 'test')[0]?.slice(5)).toEqual([-7, -13]);
  });

  it('has the published mid_open, high and low where the market tells them', async () => {
    const told = { ...own, midOpen: 100, high: 130, low: 90 };
    const dataset = await extractedOf([
      { ticks: ticks.map((tick) => (tick === own ? told : tick)), transactions },
    ]);
    expect(rowsOf(dataset, 'test')[0]?.slice(0, 5)).toEqual([-2, 2, -12, 18, -22]);
    expect(dataset.report.derived).toEqual([]);
  });

  it('begins the day anew at midnight UTC', async () => {
    const midnight = 14 * 3_600_000;
    const around = [-3, -2, -1, 0].map((second) =>
      tickAt(midnight + second * 1000, 100 + second, 102 + second),
    );
    const last = tickAt(midnight + 1000, 90, 92);
    const dataset = await extractedOf([
      { ticks: [...around, last], transactions: [transactionOn(last, { heldMs: 1, profit: false })] },
    ]);
    // The day has the mids 101 and 91 so far; 98, 99 and 100 were yesterday's.
    expect(rowsOf(dataset, 'test')[0]?.slice(2, 5)).toEqual([10, 10, 0]);
  });
});

describe('an order without enough prices before it', () => {
  it('is dropped for short history when its window begins before the first price', async () => {
    const { report } = await extractedOf([steadyMarket(6)]);
    expect(report.dropped).toEqual({ shortHistory: 3, gap: 0, repeated: 0 });
    expect(report.parts.test.rows).toBe(3);
  });

  it.each([
    // The price at 5.000 is exactly two seconds old when second 6 ends.
    [5_000, 7_000, 0],
    // At 7.999 the last price is from 5.999: two seconds later, at the end of second 7, it is too old.
    [5_999, 8_000, 3],
    [5_000, 8_000, 3],
  ])('is dropped for a gap when a price would have to stand in too long: %d to %d', async (from, to, gap) => {
    const before = [0, 1, 2, 3, 4].map((second) => tickAt(second * 1000, 100, 102));
    const after = [0, 1, 2, 3].map((second) => tickAt(to + second * 1000, 101, 103));
    const ticks = [...before, tickAt(from, 100, 102), ...after];
    const transactions = after.map((tick) => transactionOn(tick, { heldMs: 1, profit: true }));
    const { report } = await extractedOf([{ ticks, transactions }]);
    expect(report.dropped).toEqual({ shortHistory: 0, gap, repeated: 0 });
    expect(report.gaps).toEqual(
      gap ? { count: 1, longestSeconds: (to - from) / 1000 } : { count: 0, longestSeconds: 0 },
    );
  });

  it('costs nothing for a silence of a century', async () => {
    const { ticks, transactions } = steadyMarket(10);
    const laterMs = 100 * 365 * 86_400_000;
    const shifted = <T extends { readonly timeMs: number }>(tick: T): T => ({
      ...tick,
      timeMs: tick.timeMs + laterMs,
    });
    const later = ticks.map(shifted);
    const { report } = await extractedOf([
      {
        ticks: [...ticks, ...later],
        transactions: [
          ...transactions,
          ...later.map((tick) => transactionOn(tick, { heldMs: 1, profit: true })),
        ],
      },
    ]);
    expect(report.dropped).toEqual({ shortHistory: 3, gap: 3, repeated: 0 });
    expect(report.gaps.count).toBe(1);
  });
});

describe('a split', () => {
  it('is cut in time order, and purged of what was not over when the next part began', async () => {
    // 20 rows at seconds 3 to 22: 14 train, 3 validation, 3 test; each open for five seconds.
    const { report } = await extractedOf([steadyMarket(23)], { split: SPLIT });
    const { train, validation, test } = report.parts;
    // Train opens at 3..16, validation begins at 17.1: those opened from 12.1 on close at 17.1 or later.
    expect([train.rows, train.purged]).toEqual([9, 5]);
    expect([validation.rows, validation.purged]).toEqual([0, 3]);
    expect([test.rows, test.purged]).toEqual([3, 0]);
    expect(train.lastCloseMs).toBe(START + 16_100);
    expect(test.firstOpenMs).toBe(START + 20_100);
    expect(train.medianHoldingMs).toBe(5000);
    expect(datasetVerdict(report, 1)).toBe('the validation part has no rows after 3 were purged');
  });

  it('keeps a row that closed a millisecond before the next part began', async () => {
    const { report } = await extractedOf([steadyMarket(23, 4999)], { split: SPLIT });
    expect(report.parts.train.purged).toBe(4);
  });

  it('purges train rows by the test part where there is no validation part', async () => {
    const { report } = await extractedOf([steadyMarket(8)], {
      split: { train: 0.5, validation: 0.1, test: 0.4 },
    });
    // 5 rows at seconds 3 to 7: 2 train, none validation (from 2 to 3 x .6 = 3: one), 2 test.
    const { train, validation, test } = report.parts;
    expect([train.rows + train.purged, validation.rows + validation.purged, test.rows]).toEqual([2, 1, 2]);
    const none = await extractedOf([steadyMarket(8)], {
      split: { train: 0.5, validation: 0.01, test: 0.49 },
    });
    expect(none.report.parts.validation).toMatchObject({ rows: 0, purged: 0, files: [] });
    expect(none.report.parts.train).toMatchObject({ rows: 0, purged: 2 });
  });

  it('of one class in a part is insufficient, and the verdict says which', async () => {
    const market = steadyMarket(43, 500);
    const transactions = market.transactions.map((transaction, i): Transaction => ({
      ...transaction,
      outcome: i > 36 ? 'loss' : transaction.outcome,
    }));
    const { report } = await extractedOf([{ ...market, transactions }], { split: SPLIT });
    expect(datasetVerdict(report, 1)).toBe('the test part has 6 rows, all of them losses');
  });
});

describe('several batches', () => {
  const market = steadyMarket(30, 500);
  const until = (batch: BatchContent, from: number, to: number): BatchContent => ({
    transactions: batch.transactions.slice(from, to),
    ticks: batch.ticks.slice(Math.max(0, from - 4), to + 1),
  });

  it('give what one batch with all of it gives', async () => {
    const one = await extractedOf([market], { split: SPLIT });
    const three = await extractedOf([until(market, 0, 9), until(market, 9, 20), until(market, 20, 30)], {
      split: SPLIT,
    });
    expect(three.files).toEqual(one.files);
    expect(three.report).toEqual({
      ...one.report,
      batchId: batchIdAt(2),
      batches: [0, 1, 2].map(batchIdAt),
      parts: expect.anything() as unknown,
    });
    expect(three.report.ticks).toBe(30);
    expect(three.report.parts.test.files).toEqual([`datasets/${batchIdAt(2)}/test/part-00000.rec`]);
  });

  it('count a transaction that is in two of them once', async () => {
    const { report, files } = await extractedOf([until(market, 0, 20), until(market, 15, 30)]);
    expect(report.dropped.repeated).toBe(5);
    expect(report.transactions).toBe(35);
    expect(files).toEqual((await extractedOf([market])).files);
  });

  it('are refused when they tell one tick differently, whatever differs', async () => {
    const second = until(market, 20, 30);
    const told: Partial<StoredTick>[] = [{ bid: 1 }, { offer: 900 }, { high: 5 }, { marketState: 'CLOSED' }];
    for (const change of told) {
      const ticks = second.ticks.map((tick, i) => (i === 2 ? { ...tick, ...change } : tick));
      const refused = extractedOf([until(market, 0, 20), { ...second, ticks }]);
      await expect(refused).rejects.toThrow(BatchContradicts);
      await expect(refused).rejects.toThrow(
        `staging/${batchIdAt(1)}/prices.csv tells ${Object.keys(change)[0]}`,
      );
    }
  });

  it('with a silence between them have it as a gap', async () => {
    const { report } = await extractedOf([
      until(market, 0, 10),
      { transactions: market.transactions.slice(20), ticks: market.ticks.slice(20) },
    ]);
    expect(report.dropped).toEqual({ shortHistory: 3, gap: 3, repeated: 0 });
    expect(report.gaps).toEqual({ count: 1, longestSeconds: 10 });
  });
});

describe('files that contradict themselves', () => {
  const market = steadyMarket(8);
  const [first] = market.transactions as [Transaction];

  it('are refused when an order has no tick with its open price at its open time', async () => {
    const transactions = [...market.transactions.slice(1), { ...first, openPrice: 102.5 }];
    const refused = extractedOf([{ ...market, transactions }]);
    await expect(refused).rejects.toThrow(BatchContradicts);
    await expect(refused).rejects.toThrow(
      `staging/${batchIdAt(0)}/transactions.csv: order ${first.id} was placed at ${first.openTimeMs} for 102.5`,
    );
  });

  it('are refused when the prices end before an order', async () => {
    const refused = extractedOf([{ ...market, ticks: market.ticks.slice(0, 7) }]);
    await expect(refused).rejects.toThrow(`order ${market.transactions[7]?.id} was placed at`);
  });

  it.each(['1767607201-0', '176760720-0'])(
    'are refused when an order of second 1767607200 has the id %s',
    async (id) => {
      const refused = extractedOf([{ ...market, transactions: [{ ...first, id }] }]);
      await expect(refused).rejects.toThrow(BatchContradicts);
      await expect(refused).rejects.toThrow(`order ${id} was placed at ${START + 100}`);
    },
  );
});

describe('two orders of one millisecond', () => {
  it('have each the tick whose offer they paid', async () => {
    const { ticks } = steadyMarket(4);
    const [a, b] = [tickAt(4_500, 100, 102), tickAt(4_500, 200, 204, { sequence: 1 })];
    const transactions = [
      transactionOn(b, { slot: 0, heldMs: 1, profit: true }),
      transactionOn(a, { slot: 1, heldMs: 1, profit: false }),
    ];
    const dataset = await extractedOf([{ ticks: [...ticks, a, b], transactions }]);
    expect(rowsOf(dataset, 'test').map((row) => row.slice(0, 2))).toEqual([
      [-2, 2],
      [-1, 1],
    ]);
  });
});

describe('the report', () => {
  it('counts rows that equal another in all features and the label', async () => {
    const ticks = Array.from({ length: 10 }, (_, i) => tickAt(i * 1000, 100, 102));
    const transactions = ticks.map((tick, i) => transactionOn(tick, { heldMs: 1, profit: i !== 9 }));
    const { report } = await extractedOf([{ ticks, transactions }]);
    // Seven rows of a market that never moves: six of them profits.
    expect(report.parts.test.rows).toBe(7);
    expect(report.exactDuplicates).toBe(6);
  });

  it('names the columns with one value in all train rows', async () => {
    const { report } = await extractedOf([steadyMarket(60, 500)], { split: SPLIT });
    // The mid rises by one each second: all but the day's first and lowest stay where they are.
    expect(report.constantColumns).toEqual(['bid', 'offer', 'high', 'lag_1s_1', 'lag_1s_2', 'lag_1s_3']);
    const untrained = await extractedOf([steadyMarket(60)]);
    expect(untrained.report.constantColumns).toEqual([]);
  });

  it('has the mean profit after the spread over all rows', async () => {
    const { report } = await extractedOf([steadyMarket(23)], { split: SPLIT });
    // 20 rows, +10 and -10 in turn, minus the spread of 2.
    expect(report.meanActualProfit).toBe(-2);
  });

  it.each([
    [[1, 3000, 2], 2],
    [[1, 3000, 2, 7], 4.5],
  ])(
    'has of the holding times %j the middle one, or the mean of the two middle ones',
    async (held, median) => {
      const { ticks } = steadyMarket(3 + held.length);
      const transactions = held.map((heldMs, i) => transactionOn(ticks[3 + i]!, { heldMs, profit: true }));
      const { report } = await extractedOf([{ ticks, transactions }]);
      expect(report.parts.test.medianHoldingMs).toBe(median);
    },
  );

  it('of a window without a row has zeros and nulls, and no files', async () => {
    const { report, files } = await extractedOf([steadyMarket(2)]);
    expect(files).toEqual({ train: [], validation: [], test: [] });
    expect(report.parts.test).toEqual({
      rows: 0,
      positives: 0,
      purged: 0,
      distinctSeconds: 0,
      labelRuns: 0,
      effectiveSampleSize: 0,
      firstOpenMs: null,
      lastCloseMs: null,
      medianHoldingMs: null,
      files: [],
    });
    expect(report.meanActualProfit).toBeNull();
  });
});

/** Whatever the rules, worked out by looking at everything. */
function expectPart(dataset: Extracted, part: DatasetPart, expected: PartByDefinition): void {
  const { transactions, rows, purged } = expected;
  const seconds = transactions.map(({ openTimeMs }) => Math.floor(openTimeMs / 1000));
  expect(joined(dataset.files[part])).toEqual(recordsOf(rows, dataset.report.featureDim));
  expect(dataset.report.parts[part]).toMatchObject({
    rows: rows.length,
    positives: rows.filter(({ label }) => label === 1).length,
    purged,
    distinctSeconds: new Set(seconds).size,
    labelRuns: transactions.filter(({ outcome }, i) => outcome !== transactions[i - 1]?.outcome).length,
    firstOpenMs: transactions[0]?.openTimeMs ?? null,
    lastCloseMs: rows.length ? Math.max(...transactions.map(({ closeTimeMs }) => closeTimeMs)) : null,
  });
  expect(dataset.report.parts[part].effectiveSampleSize).toBeCloseTo(
    effectiveSampleSizeByDefinition(transactions),
    9,
  );
}

describe('any window', () => {
  it('has the rows, to the bit, and the report of the definitions', async () => {
    const anySplit = fc.constantFrom(SPLIT, ALL_TEST, { train: 0.3, validation: 0.4, test: 0.3 });
    const anyRun = fc.record({
      scenario: anyScenario,
      split: anySplit,
      seed: fc.nat(),
      chunk: fc.integer({ min: 1, max: 3000 }),
      rowsPerFile: fc.integer({ min: 1, max: 40 }),
    });
    const seen = { rows: 0, purged: 0, shortHistory: 0, gap: 0, repeated: 0, duplicates: 0 };
    await fc.assert(
      fc.asyncProperty(anyRun, async ({ scenario, split, seed, chunk, rowsPerFile }) => {
        const batches = scenario.batches.map((batch, i) => batchFiles(i, batch, chunk));
        const dataset = await extracted({ ...scenario, batches, split, seed, rowsPerFile });
        const expected = datasetByDefinition(scenario.batches, scenario.schema, split, seed);
        for (const part of DATASET_PARTS) expectPart(dataset, part, expected.parts[part]);
        const { report } = dataset;
        expect(report.ticks).toBe(expected.ticks.length);
        expect(report.dropped).toEqual(expected.dropped);
        const rows = DATASET_PARTS.flatMap((part) => expected.parts[part].rows);
        const texts = rows.map(({ features, label }) => [Float32Array.from(features), label].join());
        expect(report.exactDuplicates).toBe(
          texts.filter((text) => texts.indexOf(text) !== texts.lastIndexOf(text)).length,
        );
        const counted = DATASET_PARTS.map((part) => report.parts[part].rows + report.parts[part].purged);
        const { shortHistory, gap, repeated } = report.dropped;
        expect(counted.reduce((a, b) => a + b) + shortHistory + gap + repeated).toBe(report.transactions);
        seen.rows += rows.length;
        seen.purged += report.parts.train.purged;
        seen.shortHistory += shortHistory;
        seen.gap += gap;
        seen.repeated += repeated;
        seen.duplicates += report.exactDuplicates;
      }),
      { numRuns: 150 },
    );
    // Scenarios in which nothing happens would prove nothing.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });

  it('gives the same bytes twice, however its files are cut into chunks and whatever the files of rows', async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario, fc.integer({ min: 1, max: 500 }), async (scenario, chunk) => {
        const run = (size: number): Promise<Extracted> =>
          extracted({
            schema: scenario.schema,
            batches: scenario.batches.map((batch, i) => batchFiles(i, batch, size)),
            split: SPLIT,
            seed: 3,
          });
        expect(await run(chunk)).toEqual(await run(100_000));
      }),
      { numRuns: 30 },
    );
  });

  it('writes as many rows into each file as it is told', async () => {
    const { files, report } = await extractedOf([steadyMarket(53, 1)], { rowsPerFile: 20 });
    const width = recordsOf([{ features: Array<number>(8).fill(0), label: 0 }], featureDim(schema)).length;
    expect(files.test.map((file) => file.length / width)).toEqual([20, 20, 10]);
    expect(report.parts.test.files).toHaveLength(3);
  });
});
