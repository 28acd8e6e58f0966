import { MARKET_STATES, type StoredTick } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, inChunks, refusalOf, rowsOf } from './chunks.fixture.ts';
import { londonTime } from './london-time.ts';
import { priceLine, pricesHeader, readPrices } from './prices-csv.ts';

const price = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const maybe = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((x) => !Object.is(x, -0)));

const tick = fc.record({
  bid: price,
  offer: price,
  midOpen: maybe,
  high: maybe,
  low: maybe,
  change: maybe,
  changePercent: maybe,
  marketState: fc.constantFrom(...MARKET_STATES),
  delayed: fc.boolean(),
});

describe('prices.csv', () => {
  it('reads back what was written, wherever its chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(tick, { maxLength: 20 }),
        fc.integer({ min: 1, max: 99 }),
        async (list, size) => {
          const ticks: StoredTick[] = list.map((t, i) => ({
            ...t,
            timeMs: 1_700_000_000_000 + Math.floor(i / 2),
            sequence: i % 2,
          }));
          const text = [pricesHeader, ...ticks.map(priceLine), ''].join('\n');
          expect(await rowsOf(readPrices(inChunks(bytes(text), size), 'p'))).toEqual(ticks);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('refuses a time that goes backwards', async () => {
    const line = (timestamp: number): string => `${timestamp},1,2,,,,,,00:00:00,TRADEABLE,0,0`;
    const text = [pricesHeader, line(5), line(4)].join('\n');
    expect((await refusalOf(readPrices(inChunks(bytes(text), 1000), 'prices.csv'))).message).toBe(
      'prices.csv, line 3: timestamp was "4": expected a price after 5, sequence 0',
    );
  });

  const good = '5,1,2,,,,,,00:00:00,TRADEABLE,0,0';

  it.each([
    [
      'another order of its columns',
      `${pricesHeader.replace('BID,OFFER', 'OFFER,BID')}\n${good}`,
      "line 1: the header's columns are in another order",
    ],
    ['a column missing', `${pricesHeader.replace(',SEQUENCE', '')}\n`, 'line 1: the header lacks SEQUENCE'],
    ['a column more', `${pricesHeader},X\n`, 'line 1: the header has columns that nobody knows'],
    ['no header', good, 'line 1: the header has the column "" twice'],
    [
      'a formula for a time of day',
      `${pricesHeader}\n${good.replace('00:00:00', '=cmd()')}`,
      'line 2: UPDATE_TIME was "=cmd()"',
    ],
    [
      'a time of day that no clock shows',
      `${pricesHeader}\n${good.replace('00:00:00', '24:00:00')}`,
      'line 2: UPDATE_TIME was "24:00:00"',
    ],
    [
      'half a sequence',
      `${pricesHeader}\n${good.replace(/0$/, '0.5')}`,
      'line 2: SEQUENCE was "0.5": expected a whole number',
    ],
    [
      'an unknown market state',
      `${pricesHeader}\n${good.replace('TRADEABLE', 'OPEN')}`,
      'line 2: MARKET_STATE was "OPEN": expected one of TRADEABLE',
    ],
    [
      'one tick twice',
      `${pricesHeader}\n${good}\n${good}`,
      'line 3: timestamp was "5": expected a price after 5, sequence 0',
    ],
    [
      'a missing price',
      `${pricesHeader}\n${good.replace(',1,', ',,')}`,
      'line 2: BID was "": expected a number',
    ],
    ['an empty line', `${pricesHeader}\n\n${good}`, 'line 2: 1 fields, the header has 12 columns'],
  ])('refuses %s', async (_, text, message) => {
    const refusal = await refusalOf(readPrices(inChunks(bytes(text), 11), 'prices.csv'));
    expect(refusal.message).toContain(`prices.csv, ${message}`);
  });

  it('shows the time of London, summer and winter', () => {
    const zone = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1996, 0), max: Date.UTC(2037, 0) }), (ms) => {
        expect(londonTime(ms)).toBe(zone.format(ms));
      }),
    );
  });
});
