import { describe, expect, it } from 'vitest';
import { Ticks } from './ticks.ts';

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400;
const WIDTH = 1920;

/** A tick a second for a day, the spike at its noon. */
function dayOfSeconds(): { ms: number[]; bid: number[]; offer: number[] } {
  const ms = Array.from({ length: DAY }, (_, second) => START + 1000 * second);
  const bid = ms.map((_, second) => (second === DAY / 2 ? 1 : 100 + Math.sin(second / 900)));
  return { ms, bid, offer: bid.map((price) => price + 1) };
}

describe('the ticks of the page', () => {
  it('of a day become about two values a pixel, and no spike is lost', () => {
    const ticks = new Ticks();
    ticks.replace(dayOfSeconds());
    const [x, low, high] = ticks.shown(DAY, WIDTH, 60_000);
    expect(x.length).toBeGreaterThan(WIDTH);
    expect(x.length).toBeLessThan(3 * WIDTH);
    expect(Math.min(...low.map((value) => value ?? Infinity))).toBe(1);
    expect(Math.max(...high.map((value) => value ?? -Infinity))).toBeCloseTo(102, 2);
  });

  it('come a hundred a second for an hour, and the page holds no more than it shows', () => {
    const ticks = new Ticks();
    ticks.replace(dayOfSeconds());
    const end = START + 1000 * DAY;
    for (let second = 0; second < 3600; second++) {
      const ms = Array.from({ length: 100 }, (_, i) => end + 1000 * second + 10 * i);
      ticks.add({ ms, bid: ms.map(() => 100), offer: ms.map(() => 101) });
    }
    expect(ticks.size).toBe(160_000);
    expect(ticks.lastMs).toBe(end + 3_600_000 - 10);
    const [x] = ticks.shown(600, WIDTH, 60_000);
    expect(x.length).toBeLessThan(3 * WIDTH);
    // Ten minutes: sixty thousand ticks, and the one that the span begins with.
    expect(x[0]).toBeGreaterThanOrEqual(end / 1000 + 3000 - 1);
  });

  it('that come once more are passed over, and a silence is shown as one', () => {
    const ticks = new Ticks();
    const two = { ms: [START, START + 1000], bid: [1, 2], offer: [2, 3] };
    ticks.add(two);
    ticks.add({ ms: [START], bid: [9], offer: [9] });
    ticks.add({ ms: [START + 200_000], bid: [3], offer: [4] });
    expect(ticks.size).toBe(3);
    expect(ticks.gaps(600, 60_000)).toEqual([[(START + 1000) / 1000, (START + 200_000) / 1000]]);
    expect(ticks.shown(600, WIDTH, 60_000)[1]).toEqual([1, 2, null, 3]);
  });
});
