import { windowSeconds, type FeatureSchema } from '@moving-ground/feature-schema';
import type { StoredTick, Transaction } from '@moving-ground/market';
import { splitMix64 } from '@moving-ground/numeric';
import { DATASET_PARTS, type DatasetPart } from '@moving-ground/run';
import type { Split } from './extract-input.ts';
import type { BatchContent, LabelledRow } from './window.fixture.ts';

/** The rules once more, each by looking at everything: slow, and nothing shared with what it checks. */
export type PartByDefinition = {
  /** In the order of the file. */
  readonly rows: readonly LabelledRow[];
  /** In time order. */
  readonly transactions: readonly Transaction[];
  readonly purged: number;
};

export type DatasetByDefinition = {
  readonly parts: Readonly<Record<DatasetPart, PartByDefinition>>;
  readonly ticks: readonly StoredTick[];
  readonly dropped: { readonly shortHistory: number; readonly gap: number; readonly repeated: number };
};

type Kept = { readonly transaction: Transaction; readonly row: LabelledRow };

export function datasetByDefinition(
  batches: readonly BatchContent[],
  schema: FeatureSchema,
  split: Split,
  seed: number,
): DatasetByDefinition {
  const ticks = unionOf(batches.map((batch) => batch.ticks));
  const all = batches.flatMap(({ transactions }) => [...transactions]);
  const byId = new Map(all.map((transaction) => [transaction.id, transaction]));
  const dropped = { shortHistory: 0, gap: 0, repeated: all.length - byId.size };
  const kept: Kept[] = [];
  for (const transaction of [...byId.values()].sort(inTime)) {
    const features = rowByDefinition(transaction, ticks, schema);
    if (typeof features === 'string') dropped[features] += 1;
    else kept.push({ transaction, row: { features, label: transaction.outcome === 'profit' ? 1 : 0 } });
  }
  return { parts: partsOf(kept, split, seed), ticks, dropped };
}

function inTime(a: Transaction, b: Transaction): number {
  return a.openTimeMs - b.openTimeMs || (a.id < b.id ? -1 : 1);
}

function unionOf(ticks: readonly (readonly StoredTick[])[]): StoredTick[] {
  const byKey = new Map(ticks.flat().map((tick) => [`${tick.timeMs}-${tick.sequence}`, tick]));
  return [...byKey.values()].sort((a, b) => a.timeMs - b.timeMs || a.sequence - b.sequence);
}

const midOf = ({ bid, offer }: StoredTick): number => (bid + offer) / 2;

export function rowByDefinition(
  { openTimeMs, openPrice }: Transaction,
  ticks: readonly StoredTick[],
  schema: FeatureSchema,
): readonly number[] | 'shortHistory' | 'gap' {
  const own = ticks.find((tick) => tick.timeMs === openTimeMs && tick.offer === openPrice);
  if (!own) throw new RangeError(`no tick at ${openTimeMs}`);
  const second = Math.floor(openTimeMs / 1000);
  const lastBefore = (ms: number): StoredTick | undefined => ticks.findLast((tick) => tick.timeMs < ms);
  const window = windowSeconds(schema);
  if (!lastBefore((second - window + 1) * 1000)) return 'shortHistory';
  for (let back = 1; back <= window; back++) {
    const endMs = (second - back + 1) * 1000;
    const tick = lastBefore(endMs);
    if (tick && endMs - tick.timeMs > schema.maxGapSeconds * 1000) return 'gap';
  }
  const lags = schema.columns.slice(5).map((name) => {
    const [, step, k] = /^lag_(\d+)s_(\d+)$/.exec(name) ?? [];
    return priceOf(lastBefore((second - Number(k) * Number(step) + 1) * 1000) ?? own, ticks, schema);
  });
  return [...pricesOf(own, ticks), ...lags].map((price) => price - midOf(own));
}

/** What the second counts for that has this tick as its last. */
function priceOf(last: StoredTick, ticks: readonly StoredTick[], { priceOfSecond }: FeatureSchema): number {
  if (priceOfSecond !== 'mean') return midOf(last);
  const second = Math.floor(last.timeMs / 1000);
  const mids = ticks.filter(({ timeMs }) => Math.floor(timeMs / 1000) === second).map(midOf);
  return mids.reduce((sum, mid) => sum + mid, 0) / mids.length;
}

function pricesOf(own: StoredTick, ticks: readonly StoredTick[]): number[] {
  const startOfDay = Math.floor(own.timeMs / 86_400_000) * 86_400_000;
  const startOfSecond = Math.floor(own.timeMs / 1000) * 1000;
  const earlier = ticks.filter((tick) => tick.timeMs >= startOfDay && tick.timeMs < startOfSecond);
  const mids = [...earlier, own].map(midOf);
  return [
    own.bid,
    own.offer,
    own.midOpen ?? mids[0] ?? NaN,
    own.high ?? Math.max(...mids),
    own.low ?? Math.min(...mids),
  ];
}

function partsOf(kept: readonly Kept[], split: Split, seed: number): DatasetByDefinition['parts'] {
  const first = Math.floor(kept.length * split.train);
  const second = Math.floor(kept.length * (split.train + split.validation));
  const cut = {
    train: kept.slice(0, first),
    validation: kept.slice(first, second),
    test: kept.slice(second),
  };
  const parts = DATASET_PARTS.map((part, i): [DatasetPart, PartByDefinition] => {
    const later = DATASET_PARTS.slice(i + 1).flatMap((name) => cut[name]);
    const left = cut[part].filter(({ transaction }) =>
      later.every((other) => transaction.closeTimeMs < other.transaction.openTimeMs),
    );
    return [
      part,
      {
        rows: (part === 'train' ? shuffled(left, seed) : left).map(({ row }) => row),
        transactions: left.map(({ transaction }) => transaction),
        purged: cut[part].length - left.length,
      },
    ];
  });
  return Object.fromEntries(parts) as Record<DatasetPart, PartByDefinition>;
}

function shuffled(rows: readonly Kept[], seed: number): Kept[] {
  const keyed = rows.map((row, i) => ({
    row,
    key: splitMix64((BigInt(seed) + BigInt(i + 1) * 0x9e3779b97f4a7c15n) % 2n ** 64n),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

/** One divided by the part's orders open, averaged over the seconds of each order, summed over the orders. */
export function effectiveSampleSizeByDefinition(transactions: readonly Transaction[]): number {
  const spans = transactions.map(({ openTimeMs, closeTimeMs }) => ({
    from: Math.floor(openTimeMs / 1000),
    to: Math.floor(closeTimeMs / 1000),
  }));
  const openIn = (second: number): number =>
    spans.filter(({ from, to }) => from <= second && second <= to).length;
  return spans.reduce((sum, { from, to }) => {
    let shares = 0;
    for (let second = from; second <= to; second++) shares += 1 / openIn(second);
    return sum + shares / (to - from + 1);
  }, 0);
}
