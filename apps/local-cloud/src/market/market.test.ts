import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { quoteLine, quotesHeader } from '@moving-ground/formats';
import { midPrice, type PriceTick } from '@moving-ground/market';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMarket } from './market-source.ts';
import { checkRecording, readRecording } from './recording.ts';
import { syntheticMarket } from './synthetic-market.ts';

const START = Date.UTC(2026, 0, 5);
const DATA = process.env['GROUND_DATA'] ?? new URL('../../../../../shared/data', import.meta.url).pathname;
const GOLD = join(DATA, 'market/xauusd-20140505.csv.gz');

function take(count: number, seed = 1): PriceTick[] {
  const ticks = syntheticMarket({ seed, startMs: START });
  return Array.from({ length: count }, () => ticks.next().value);
}

describe('the synthetic market', () => {
  const ticks = take(400_000);

  it('is the same for the same seed and another for another', () => {
    expect(take(1_000)).toEqual(ticks.slice(0, 1_000));
    expect(take(1_000, 2)).not.toEqual(ticks.slice(0, 1_000));
  });

  it('has a spread of 36 and cents, in strictly rising time', () => {
    let lastMs = START;
    for (const { timeMs, bid, offer } of ticks) {
      if (timeMs <= lastMs || Math.round(offer * 100) - Math.round(bid * 100) !== 3600)
        expect.fail(`at ${timeMs}`);
      if (Number(bid.toFixed(2)) !== bid || Number(offer.toFixed(2)) !== offer) expect.fail(`bid ${bid}`);
      lastMs = timeMs;
    }
  });

  it('ticks about four times a second at the level of the article', () => {
    const seconds = (ticks.at(-1)!.timeMs - START) / 1000;
    expect(ticks.length / seconds).toBeGreaterThan(3.8);
    expect(ticks.length / seconds).toBeLessThan(4.2);
    const mids = ticks.map(midPrice);
    expect(mids.reduce((least, mid) => Math.min(least, mid))).toBeGreaterThan(5_000);
    expect(mids.reduce((most, mid) => Math.max(most, mid))).toBeLessThan(8_000);
  });

  it('decides a band of 10 on each side in about a minute, both sides about as often', () => {
    const { meanSeconds, upShare, count } = firstExits(ticks, 10);
    expect(count).toBeGreaterThan(1_000);
    expect(meanSeconds).toBeGreaterThan(40);
    expect(meanSeconds).toBeLessThan(90);
    expect(upShare).toBeGreaterThan(0.4);
    expect(upShare).toBeLessThan(0.6);
  });

  it('has the figures of the UTC day', () => {
    const nextDay = ticks.findIndex(({ timeMs }) => timeMs >= START + 86_400_000);
    expect(nextDay).toBeGreaterThan(0);
    const [last, first] = [ticks[nextDay - 1]!, ticks[nextDay]!];
    const mids = ticks.slice(0, nextDay).map(midPrice);
    expect(last.high).toBeCloseTo(
      mids.reduce((a, b) => Math.max(a, b)),
      6,
    );
    expect(last.low).toBeCloseTo(
      mids.reduce((a, b) => Math.min(a, b)),
      6,
    );
    expect(last.midOpen).toBe(ticks[0]!.midOpen);
    expect(last.change).toBeCloseTo(midPrice(last) - last.midOpen!, 6);
    expect(first.midOpen).toBeCloseTo(midPrice(first), 6);
    expect([first.high, first.low, first.change]).toEqual([first.midOpen, first.midOpen, 0]);
  });
});

/** Where the mid first leaves a band around where it was, over and over. */
function firstExits(
  ticks: readonly PriceTick[],
  distance: number,
): { meanSeconds: number; upShare: number; count: number } {
  let from = ticks[0]!;
  let [count, ups, seconds] = [0, 0, 0];
  for (const tick of ticks) {
    const move = midPrice(tick) - midPrice(from);
    if (Math.abs(move) < distance) continue;
    count += 1;
    ups += move > 0 ? 1 : 0;
    seconds += (tick.timeMs - from.timeMs) / 1000;
    from = tick;
  }
  return { meanSeconds: seconds / count, upShare: ups / count, count };
}

describe('a recording', () => {
  let folder: string;
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const header = 'timestamp,bid,offer\n';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'recording-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives its rows in order, plain or compressed', async () => {
    const text = `${header}1000,1.5,2\n1000,1.25,2\n2000,1.125,2.0625\n`;
    for (const path of [file('a.csv', text), file('a.csv.gz', gzipSync(text))]) {
      const ticks: PriceTick[] = [];
      for await (const group of readRecording(path)) ticks.push(...group);
      expect(ticks.map(({ timeMs, bid, offer }) => [timeMs, bid, offer])).toEqual([
        [1000, 1.5, 2],
        [1000, 1.25, 2],
        [2000, 1.125, 2.0625],
      ]);
      expect(await checkRecording(path)).toEqual({ rows: 3, firstMs: 1000, lastMs: 2000 });
    }
  });

  it('of the live feed gives every field back, from one gzip member or several', async () => {
    const ticks = take(1_000).map((tick, i): PriceTick => ({
      ...tick,
      midOpen: i % 3 ? tick.midOpen : null,
      changePercent: i % 5 ? tick.changePercent : -0,
      marketState: i % 7 ? 'TRADEABLE' : 'AUCTION_NO_EDIT',
      delayed: i % 11 === 0,
    }));
    const lines = [quotesHeader, ...ticks.map(quoteLine)].map((line) => `${line}\n`);
    const groups = [lines.slice(0, 1), lines.slice(1, 400), lines.slice(400)];
    const members = groups.map((group) => gzipSync(group.join('')));
    for (const content of [gzipSync(lines.join('')), Buffer.concat(members)]) {
      const read = (await Array.fromAsync(readRecording(file('feed.csv.gz', content)))).flat();
      expect(read).toEqual(ticks);
    }
  });

  it('with a bad row names the line and the value', async () => {
    const path = file('bad.csv', `${header}1000,1.5,2\n2000,"x",2\n`);
    await expect(checkRecording(path)).rejects.toThrow(/bad\.csv, line 3: bid was "x"/);
    await expect(openMarket({ replay: path, seed: 1 })).rejects.toThrow('line 3');
  });

  it.each([
    ['does not exist', 'none.csv', undefined],
    ['is no gzip, or is damaged', 'text.csv.gz', 'timestamp,bid,offer\n'],
    ['has a header and no rows', 'header.csv', 'timestamp,bid,offer\n'],
    ['is cut off', 'cut.csv.gz', gzipSync('timestamp,bid,offer\n1000,1,2\n').subarray(0, 30)],
  ])('that %s is refused with that sentence', async (sentence, name, content) => {
    const path = content === undefined ? join(folder, name) : file(name, content);
    await expect(checkRecording(path)).rejects.toThrow(`the recording ${path} ${sentence}`);
  });

  it('that is a folder is refused', async () => {
    await expect(checkRecording(folder)).rejects.toThrow('is a folder');
  });

  it.skipIf(!existsSync(GOLD))('of a whole session of gold is checked to its last row', async () => {
    expect((await checkRecording(GOLD)).rows).toBe(186_204);
  });
});
