import type { PriceTick } from '@moving-ground/market';
import { marketTicks } from '../market-ticks.ts';
import { readRecording, type MarketSource } from './apps.ts';
import type { Offer } from './offer.ts';

const GROUP = 256;
const DAY_MS = 86_400_000;

export function marketOf({ market, ticks }: Offer): MarketSource {
  const source = market.kind === 'walk' ? walk(ticks, market.seed) : repeated(market.paths);
  return () => firstOf(source(), ticks);
}

function walk(ticks: number, seed: number): MarketSource {
  return async function* () {
    let group: PriceTick[] = [];
    for (const tick of marketTicks(ticks, seed)) {
      group.push(tick);
      if (group.length < GROUP) continue;
      yield group;
      group = [];
    }
    yield group;
  };
}

/** Recordings of whole days, each round of them so many days later than the one before. */
function repeated(paths: readonly string[]): MarketSource {
  return async function* () {
    for (let shiftMs = 0; ; shiftMs += paths.length * DAY_MS)
      for (const path of paths)
        for await (const group of readRecording(path))
          yield group.map((tick) => ({ ...tick, timeMs: tick.timeMs + shiftMs }));
  };
}

async function* firstOf(
  groups: AsyncIterable<readonly PriceTick[]>,
  ticks: number,
): AsyncGenerator<readonly PriceTick[]> {
  let left = ticks;
  for await (const group of groups) {
    yield group.slice(0, left);
    left -= group.length;
    if (left <= 0) return;
  }
}
