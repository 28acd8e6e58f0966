import type { PriceTick } from '@moving-ground/market';
import { checkRecording, readRecording } from './recording.ts';
import { syntheticMarket } from './synthetic-market.ts';

/** Opens the market from its beginning; each call begins anew. Groups of ticks in event time. */
export type MarketSource = () => AsyncIterable<readonly PriceTick[]>;

export type MarketSourceSettings = {
  /** A recording; absent: the synthetic market. */
  readonly replay: string | undefined;
  readonly seed: number;
};

/** Always the same beginning, a Monday: two runs of one seed see the same prices at the same times. */
const SYNTHETIC_START_MS = Date.UTC(2026, 0, 5);
const GROUP = 256;

/** A recording is checked as a whole before its first price is given. @throws CsvError, RecordingUnusable */
export async function marketSource({ replay, seed }: MarketSourceSettings): Promise<MarketSource> {
  if (replay === undefined) return () => grouped(syntheticMarket({ seed, startMs: SYNTHETIC_START_MS }));
  await checkRecording(replay);
  return () => readRecording(replay);
}

async function* grouped(ticks: Iterable<PriceTick>): AsyncGenerator<readonly PriceTick[]> {
  let group: PriceTick[] = [];
  for (const tick of ticks) {
    group.push(tick);
    if (group.length < GROUP) continue;
    yield group;
    group = [];
  }
}
