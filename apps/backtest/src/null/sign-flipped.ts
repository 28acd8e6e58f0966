import { midPrice, spread, type StoredTick } from '@moving-ground/market';
import { seededRandom } from '@moving-ground/numeric';
import { DaySoFar } from '../market/day-so-far.ts';
import { storedQuote } from '../market/stored-quote.ts';
import { around } from './random-walk.ts';

/**
 * A real session in which each second's return is multiplied by a seeded +1 or -1: spreads, times, gaps, and how
 * violent the market is at each moment stay as they were, but where it goes next has nothing to do with where it came
 * from. Within a second all ticks turn together.
 */
export function signFlipped(ticks: readonly StoredTick[], seed: number): StoredTick[] {
  const random = seededRandom(seed);
  const day = new DaySoFar();
  const first = ticks[0];
  let [second, sign] = [-Infinity, 1];
  // The last mid of the second before, as it was and as it is now.
  let [was, is] = first ? [midPrice(first), midPrice(first)] : [0, 0];
  let [lastWas, lastIs] = [was, is];
  return ticks.map((tick) => {
    const present = Math.floor(tick.timeMs / 1000);
    if (present !== second) {
      [second, was, is] = [present, lastWas, lastIs];
      sign = random.uniform() < 0.5 ? 1 : -1;
    }
    lastWas = midPrice(tick);
    lastIs = is + sign * (lastWas - was);
    return storedQuote({ timeMs: tick.timeMs, ...around(lastIs, spread(tick)) }, tick.sequence, day);
  });
}
