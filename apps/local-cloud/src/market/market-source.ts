import type { PriceTick } from '@moving-ground/market';
import { checkRecording, replayRecording } from './recording.ts';
import { syntheticMarket } from './synthetic-market.ts';

export type MarketSource = () => AsyncIterable<readonly PriceTick[]>;

/** 2026-01-05 00:00 UTC, a Monday: a fixed moment, so that the same seed gives the same files. */
const START_MS = Date.UTC(2026, 0, 5);

/** The recording that was asked for, checked from end to end, or the synthetic market. @throws as checkRecording does */
export async function marketSource({
  replay,
  seed,
}: {
  readonly replay: string | undefined;
  readonly seed: number;
}): Promise<MarketSource> {
  if (replay === undefined) return () => asynchronous(syntheticMarket({ seed, startMs: START_MS }));
  await checkRecording(replay);
  return () => replayRecording(replay);
}

async function* asynchronous(chunks: Iterable<readonly PriceTick[]>): AsyncGenerator<readonly PriceTick[]> {
  yield* chunks;
}
