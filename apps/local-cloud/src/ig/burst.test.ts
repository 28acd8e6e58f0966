import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { syntheticMarket } from '../market/synthetic-market.ts';
import { offeredIg, until } from './offered-ig.ts';

const ig = offeredIg();

const SEED = { seed: 7, startMs: Date.UTC(2026, 0, 5) };
const GROUP = 500;
/** What the server keeps for a recovery swings between one and two of these: compared are like with like. */
const KEPT_SWINGS_BY = 65_536;
const WARM = 2.3 * KEPT_SWINGS_BY;
const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / MB;
}

async function* endlessMarket(): AsyncGenerator<ReturnType<typeof nextOf>[]> {
  const market = syntheticMarket(SEED);
  for (;;) {
    await Promise.resolve();
    yield Array.from({ length: GROUP }, () => nextOf(market));
  }
}

function nextOf(market: ReturnType<typeof syntheticMarket>) {
  return market.next().value;
}

describe('a burst of 30,000 updates a second', () => {
  it('that does not wait for its reader loses none, changes none and keeps the memory flat', async () => {
    ig().offer([], { source: endlessMarket, speed: 1 });
    ig().control.faults.burstTicksASecond = 30_000;
    const expected = syntheticMarket(SEED);
    let heard = 0;
    let wrong = 0;
    const kinds: string[] = [];
    const refused: string[] = [];
    await ig()
      .feed()
      .start({
        onTick: (tick, isSnapshot) => {
          const { timeMs, bid, offer } = nextOf(expected);
          if (tick.timeMs !== timeMs || tick.bid !== bid || tick.offer !== offer) wrong += 1;
          if (isSnapshot !== (heard === 0)) wrong += 1;
          heard += 1;
        },
        onRefused: (reason) => refused.push(reason),
        onEvent: ({ kind }) => kinds.push(kind),
      });
    await until('the first updates', () => heard > WARM);
    const before = heapMb();
    await until('330,000 more', () => heard > WARM + 5 * KEPT_SWINGS_BY, 120_000);
    const grownMb = heapMb() - before;
    ig().control.faults.burstTicksASecond = 0;
    expect(wrong).toBe(0);
    expect(refused).toEqual([]);
    expect(kinds).toEqual(['connected']);
    expect(ig().ig.position()).toBeGreaterThanOrEqual(SEED.startMs);
    expect(grownMb).toBeLessThan(6);
  }, 240_000);
});
