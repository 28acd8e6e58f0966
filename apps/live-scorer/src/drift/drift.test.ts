import { featureSchemaOf } from '@moving-ground/feature-schema';
import { encodeRecords } from '@moving-ground/formats';
import { seededRandom } from '@moving-ground/numeric';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noveltyOf } from '../model/novelty.ts';
import { recordChunks } from '../model/record-chunks.ts';
import { binOf, TrainingSummary, type TrainingFacts } from '../model/training-facts.ts';
import { driftColumns } from './drift-columns.ts';
import { LiveRows } from './live-rows.ts';

const schema = featureSchemaOf({
  resolutions: [{ lags: 3, stepSeconds: 2 }],
  lagOrder: 'newest-first',
  maxGapSeconds: 60,
});
const columns = driftColumns(schema);
const WIDTH = schema.columns.length;

/** Rows of normal numbers with this mean and deviation. */
function normalRows(rows: number, seed: number, mean = 0, deviation = 1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: rows * WIDTH }, () => mean + deviation * random.normal());
}

function summaryOf(features: Float32Array): TrainingFacts {
  const summary = new TrainingSummary(WIDTH, columns);
  summary.accept(features, features.length / WIDTH);
  return summary.finish();
}

function liveOf(features: Float32Array, everyMs = 1000): LiveRows {
  const live = new LiveRows(columns, 4000);
  for (let row = 0; row < features.length / WIDTH; row++)
    live.accept(features.subarray(row * WIDTH, (row + 1) * WIDTH), row * everyMs);
  return live;
}

const greatestIndex = (live: LiveRows, facts: TrainingFacts): number =>
  Math.max(...live.driftFrom(facts).map(({ stabilityIndex }) => stabilityIndex));

const leastIndex = (live: LiveRows, facts: TrainingFacts): number =>
  Math.min(...live.driftFrom(facts).map(({ stabilityIndex }) => stabilityIndex));

describe('drift', () => {
  it('is measured on the price columns and on lags that double, and on the oldest', () => {
    expect(columns.map(({ name, lagSeconds }) => [name, lagSeconds])).toEqual([
      ['bid', null],
      ['mid_open', null],
      ['high', null],
      ['low', null],
      ['lag_2s_1', 2],
      ['lag_2s_2', 4],
      ['lag_2s_3', 6],
    ]);
  });

  it('is small for rows of the same kind, and large for a shifted mean or another volatility', () => {
    const facts = summaryOf(normalRows(20_000, 1));
    expect(greatestIndex(liveOf(normalRows(3000, 2)), facts)).toBeLessThan(0.03);
    expect(leastIndex(liveOf(normalRows(3000, 3, 1)), facts)).toBeGreaterThan(0.5);
    expect(leastIndex(liveOf(normalRows(3000, 4, 0, 2)), facts)).toBeGreaterThan(0.2);
    const [first] = liveOf(normalRows(3000, 5, 1)).driftFrom(facts);
    expect(first?.meanShift).toBeCloseTo(1, 1);
  });

  it('is the sum of (a - e) ln(a / e) over the tenths, worked out by hand', () => {
    // Training: 1 to 100, ten in each tenth. Live: 10 rows, all in the first tenth.
    const train = Float32Array.from({ length: 100 * WIDTH }, (_, i) => Math.floor(i / WIDTH) + 1);
    const facts = summaryOf(train);
    expect([...(facts.columns[0]?.edges ?? [])]).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    const [drift] = liveOf(new Float32Array(10 * WIDTH).fill(5)).driftFrom(facts);
    const e = 10.5 / 105;
    const [first, other] = [10.5 / 15, 0.5 / 15];
    const expected = (first - e) * Math.log(first / e) + 9 * (other - e) * Math.log(other / e);
    expect(drift?.stabilityIndex).toBeCloseTo(expected, 12);
    expect(drift?.meanShift).toBeCloseTo((5 - 50.5) / Math.sqrt((100 ** 2 - 1) / 12), 9);
  });

  it('says how many times a lag fits into what was looked at, and forgets the oldest rows', () => {
    const live = liveOf(normalRows(61, 1));
    const facts = summaryOf(normalRows(100, 1));
    expect(live.driftFrom(facts).map(({ independent }) => independent)).toEqual([
      null,
      null,
      null,
      null,
      30,
      15,
      10,
    ]);
    const small = new LiveRows(columns, 10);
    const rows = normalRows(25, 2);
    for (let row = 0; row < 25; row++)
      small.accept(rows.subarray(row * WIDTH, (row + 1) * WIDTH), row * 1000);
    expect(small.rows).toBe(10);
    const last = liveOf(rows.subarray(15 * WIDTH));
    const drifts = (of: LiveRows): unknown => of.driftFrom(facts).map(({ stabilityIndex }) => stabilityIndex);
    expect(drifts(small)).toEqual(drifts(last));
    expect(small.driftFrom(facts)[4]?.independent).toBe(4);
  });

  it('is not measured where nothing came yet, or a column never changed', () => {
    const facts = summaryOf(new Float32Array(100 * WIDTH).fill(3));
    const none = new LiveRows(columns, 10).driftFrom(facts)[0];
    expect(none).toEqual({ column: 'bid', stabilityIndex: 0, meanShift: null, independent: null });
    const same = liveOf(new Float32Array(50 * WIDTH).fill(3)).driftFrom(facts)[0];
    expect(same?.stabilityIndex).toBeLessThan(0.05);
  });
});

describe('a training part', () => {
  it('is summed up the same however its file is cut, and its range is that of every value', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2500 }),
        fc.integer({ min: 1, max: 70_000 }),
        async (rows, chunk) => {
          const features = normalRows(rows, rows);
          const file = encodeRecords({ features, labels: new Float32Array(rows), featureDim: WIDTH });
          async function* pieces(): AsyncGenerator<Uint8Array> {
            for (let at = 0; at < file.length; at += chunk) yield file.subarray(at, at + chunk);
          }
          const summary = new TrainingSummary(WIDTH, columns);
          for await (const part of recordChunks(pieces(), 'train', WIDTH))
            summary.accept(part.features, part.rows);
          expect(summary.finish()).toEqual(summaryOf(features));
        },
      ),
      { numRuns: 25 },
    );
    const { least, greatest } = summaryOf(Float32Array.from({ length: 2 * WIDTH }, (_, i) => i));
    expect([...least]).toEqual(Array.from({ length: WIDTH }, (_, i) => i));
    expect([...greatest]).toEqual(Array.from({ length: WIDTH }, (_, i) => i + WIDTH));
  });

  it('of another width is refused', async () => {
    const file = encodeRecords({ features: new Float32Array(9), labels: new Float32Array(1), featureDim: 9 });
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield file;
    }
    await expect(Array.fromAsync(recordChunks(whole(), 'train.rec', WIDTH))).rejects.toThrow('train.rec');
  });

  it('has every value in the first tenth whose end it does not exceed', () => {
    const edges = Float32Array.of(1, 2, 2, 3);
    expect([0, 1, 1.5, 2, 2.5, 3, 4].map((value) => binOf(value, edges))).toEqual([0, 0, 1, 1, 3, 3, 4]);
  });
});

describe('novelty', () => {
  const range = { least: Float32Array.of(-1, 0, 5), greatest: Float32Array.of(1, 10, 5) };
  const names = ['a', 'b', 'c'];

  it('counts what lies outside, and names what lies furthest in the width of its range', () => {
    expect(noveltyOf(Float32Array.of(1, 0, 5), range, names)).toEqual({ count: 0, most: null });
    expect(noveltyOf(Float32Array.of(-2, 12, 5), range, names)).toEqual({
      count: 2,
      most: { column: 'a', widths: 0.5 },
    });
    expect(noveltyOf(Float32Array.of(0, 0, 5.5), range, names)).toEqual({
      count: 1,
      most: { column: 'c', widths: null },
    });
  });
});
