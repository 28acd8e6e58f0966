import type { PriceTick } from '@moving-ground/market';
import { checkRecording, readRecording, type RecordingFacts } from './recording.ts';
import { syntheticMarket } from './synthetic-market.ts';

/** Opens the market from its beginning; each call begins anew. Groups of ticks in event time. */
export type MarketSource = () => AsyncIterable<readonly PriceTick[]>;

/** With what is known of a recording; nothing of the synthetic market, which has no end. */
export type Market = { readonly source: MarketSource; readonly recording: RecordingFacts | undefined };

export type MarketSourceSettings = {
  /** A recording; absent: the synthetic market. */
  readonly replay: string | undefined;
  readonly seed: number;
};

/** Always the same beginning, a Monday: two runs of one seed see the same prices at the same times. */
const SYNTHETIC_START_MS = Date.UTC(2026, 0, 5);
const GROUP = 256;

/** A recording is checked as a whole before its first price is given. @throws CsvError, RecordingUnusable */
export async function openMarket({ replay, seed }: MarketSourceSettings): Promise<Market> {
  if (replay !== undefined)
    return { recording: await checkRecording(replay), source: () => readRecording(replay) };
  const source = (): ReturnType<MarketSource> =>
    grouped(syntheticMarket({ seed, startMs: SYNTHETIC_START_MS }));
  return { recording: undefined, source };
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
