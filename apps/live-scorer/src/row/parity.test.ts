import { Capture } from '@moving-ground/capture';
import { extractDataset } from '@moving-ground/extract';
import { anyScenario, batchFiles, tickAt, transactionOn } from '@moving-ground/extract/fixtures';
import { ARTICLE_FEATURES, featureSchemaOf, type FeatureSchema } from '@moving-ground/feature-schema';
import { decodeRecords } from '@moving-ground/formats';
import { byOpening, type StoredTick, type Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { StoredFeed } from '../follow/stored-feed.ts';
import { warmUp } from '../follow/warm-up.ts';
import { PresentRow } from './present-row.ts';

const folder =
  process.env['GROUND_DATA'] ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const GOLD = join(folder, 'market/xauusd-20140505.csv.gz');

/** A store that a streamer is still writing: it shows more ticks at every look, cut anywhere. */
class GrowingStore {
  readonly #ticks: readonly StoredTick[];
  readonly #groups: readonly number[];
  #looks = 0;
  visible: number;

  constructor(ticks: readonly StoredTick[], groups: readonly number[], visible: number) {
    this.#ticks = ticks;
    this.#groups = groups;
    this.visible = visible;
  }

  async lastTick(): Promise<StoredTick | undefined> {
    return this.#ticks[this.visible - 1];
  }

  async *ticksBetween(fromMs: number, toMs: number): AsyncGenerator<readonly StoredTick[]> {
    const shown = this.#ticks
      .slice(0, this.visible)
      .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
    yield shown.slice(0, 3);
    yield shown.slice(3);
    this.visible += this.#groups[this.#looks++ % this.#groups.length] ?? 1;
  }
}

type Row = Float32Array | string;

/** The row at each tick that comes while the store is followed, by the tick's place. */
async function followed(store: GrowingStore, schema: FeatureSchema, count: number): Promise<readonly Row[]> {
  const from = store.visible;
  const { row, last } = await warmUp(store, schema);
  const rows: Row[] = [];
  const all = Promise.withResolvers<undefined>();
  const feed = new StoredFeed({ store, after: last, everyMs: 0 });
  await feed.start({
    onTick: (tick) => {
      row.accept(tick);
      rows.push(row.row());
      if (rows.length === count - from) all.resolve(undefined);
    },
    onRefused: () => undefined,
    onEvent: (event) => {
      if (event.kind === 'failed') all.reject(event.error);
    },
  });
  if (count > from) await all.promise;
  await feed.stop();
  return rows;
}

type Chosen = { readonly tick: StoredTick; readonly row: Row };

/** An order on each of these ticks; a second's slots are counted from 0. */
function ordersOn(chosen: readonly Chosen[]): readonly (Chosen & { readonly order: Transaction })[] {
  const slots = new Map<number, number>();
  return chosen.map(({ tick, row }, i) => {
    const second = Math.floor(tick.timeMs / 1000);
    const slot = slots.get(second) ?? 0;
    slots.set(second, slot + 1);
    return { tick, row, order: transactionOn(tick, { slot, heldMs: 1 + (i % 7), profit: i % 2 === 0 }) };
  });
}

/** The rows made live and the training rows of orders on the same ticks, both as bytes in the order of a dataset. */
async function bothOf(
  ticks: readonly StoredTick[],
  chosen: readonly Chosen[],
  schema: FeatureSchema,
): Promise<{ readonly live: Buffer; readonly training: Buffer }> {
  const orders = ordersOn(chosen).toSorted((a, b) => byOpening(a.order, b.order));
  const live = bitsOf(orders.map(({ row }) => row));
  const rows = await trained(
    ticks,
    orders.map(({ order }) => order),
    schema,
  );
  return { live, training: Buffer.from(rows.buffer) };
}

/** The training rows of these orders, one after the other. */
async function trained(
  ticks: readonly StoredTick[],
  transactions: readonly Transaction[],
  schema: FeatureSchema,
): Promise<Float32Array> {
  const files: Uint8Array[] = [];
  await extractDataset({
    batches: [batchFiles(0, { transactions, ticks })],
    schema,
    split: { train: 0, validation: 0, test: 1 },
    seed: 1,
    write: async (_part, _index, bytes) => {
      for await (const piece of bytes) files.push(piece.slice());
    },
  });
  const whole = Buffer.concat(files);
  if (whole.length === 0) return new Float32Array();
  return decodeRecords(new Uint8Array(whole), 'rows', { featureDim: schema.columns.length }).features;
}

/** A training row is found by time and offer: of ticks that share both, only the first can have an order. */
function isHidden(ticks: readonly StoredTick[], at: number): boolean {
  const tick = ticks[at];
  for (let i = at - 1; i >= 0 && ticks[i]?.timeMs === tick?.timeMs; i--)
    if (ticks[i]?.offer === tick?.offer) return true;
  return false;
}

function bitsOf(rows: readonly Row[]): Buffer {
  const found = rows.filter((row): row is Float32Array => typeof row !== 'string');
  return Buffer.concat(found.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)));
}

/** Ticks within a few milliseconds of each other, or of the same one, and silences of seconds. */
const anyBursts: fc.Arbitrary<StoredTick[]> = fc
  .array(
    fc.record({
      ms: fc.oneof(
        { weight: 30, arbitrary: fc.integer({ min: 0, max: 2 }) },
        { weight: 20, arbitrary: fc.integer({ min: 3, max: 1500 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1500, max: 9000 }) },
      ),
      move: fc.integer({ min: -3, max: 3 }),
    }),
    { minLength: 20, maxLength: 250, size: 'max' },
  )
  .map((steps) => {
    let [ms, sequence, price] = [50_000, 0, 65_000];
    return steps.map((step) => {
      sequence = step.ms === 0 ? sequence + 1 : 0;
      ms += step.ms;
      price += step.move;
      return tickAt(ms, price / 10, price / 10 + 0.3, { sequence });
    });
  });

describe('the row at any tick of a replay', () => {
  it('is to the bit the training row of an order on that tick, across gaps, ties, bursts and restarts', async () => {
    let [rows, missing] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        anyScenario,
        fc.option(anyBursts),
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }).map((cuts) => [...cuts, 1]),
        fc.nat(),
        async ({ schema, ticks: calm }, bursts, groups, restart) => {
          const ticks = bursts ?? calm;
          const at = restart % ticks.length;
          const untilThere = await followed(new GrowingStore(ticks, groups, 0), schema, ticks.length);
          const restarted = await followed(new GrowingStore(ticks, groups, at), schema, ticks.length);
          expect(restarted).toEqual(untilThere.slice(at));
          const chosen = ticks.flatMap((tick, i) =>
            isHidden(ticks, i) ? [] : [{ tick, row: untilThere[i] ?? 'none' }],
          );
          const { live, training } = await bothOf(ticks, chosen, schema);
          expect(live.equals(training)).toBe(true);
          rows += training.length / (4 * schema.columns.length);
          missing += chosen.filter(({ row }) => typeof row === 'string').length;
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
    expect({ rows: rows > 300, missing: missing > 100 }).toEqual({ rows: true, missing: true });
  });

  it.skipIf(!existsSync(GOLD))('is so with all 605 columns of a recorded session of gold', async () => {
    const schema = featureSchemaOf(ARTICLE_FEATURES);
    const ticks = goldSession();
    const row = new PresentRow(schema);
    const chosen: Chosen[] = [];
    ticks.forEach((tick, i) => {
      row.accept(tick);
      if (i % 41 === 0 && !isHidden(ticks, i)) chosen.push({ tick, row: row.row() });
    });
    const { live, training } = await bothOf(ticks, chosen, schema);
    expect(training.length / (4 * 605)).toBeGreaterThan(1000);
    expect(live.equals(training)).toBe(true);
  });
});

function goldSession(): StoredTick[] {
  const capture = new Capture({ maxGapSeconds: 60 });
  const rows = gunzipSync(readFileSync(GOLD)).toString().trimEnd().split('\n').slice(1);
  const unknown = { midOpen: null, high: null, low: null, change: null, changePercent: null };
  return rows.flatMap((row) => {
    const [timeMs = NaN, bid = NaN, offer = NaN] = row.split(',').map(Number);
    const tick = { timeMs, bid, offer, ...unknown, marketState: 'TRADEABLE', delayed: false } as const;
    return capture.accept(tick, false)?.stored ?? [];
  });
}
