import { MARKET_STATES, type PriceTick } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, inChunks, refusalOf, rowsOf } from './chunks.fixture.ts';
import { quoteLine, quotesHeader, readQuotes } from './quotes-csv.ts';

describe('a recording of quotes', () => {
  it('has its columns in any order, the optional ones absent or empty', async () => {
    const text = 'offer,bid,timestamp,high\n2,1,5,\n3,2,6,9\n';
    const read = await rowsOf(readQuotes(inChunks(bytes(text), 3), 'q'));
    expect(read.map(quoteLine)).toEqual(['5,1,2,,,,,,TRADEABLE,0', '6,2,3,,9,,,,TRADEABLE,0']);
  });

  it.each([
    ['', 'q.csv, line 1: the file is empty: expected a header'],
    [
      'timestamp,bid\n',
      'q.csv, line 1: a recording needs the columns timestamp, bid, offer: offer was missing',
    ],
    ['timestamp,bid,offer,x\n', 'q.csv, line 1: the column "x" is unknown'],
    ['timestamp,bid,offer,bid\n', 'q.csv, line 1: the header has the column "bid" twice'],
    [
      `${quotesHeader}\n5,1,2,,,,,,TRADEABLE,0\n6,3,2,,,,,,TRADEABLE,0`,
      'q.csv, line 3: bid was "3": expected a bid not above the offer 2',
    ],
    [`${quotesHeader}\n5,0,2,,,,,,TRADEABLE,0`, 'q.csv, line 2: bid was "0": expected a price above 0'],
    [`${quotesHeader}\n5,1e400,2,,,,,,TRADEABLE,0`, 'q.csv, line 2: bid was "1e400": expected a number'],
    [
      `${quotesHeader}\n5.5,1,2,,,,,,TRADEABLE,0`,
      'q.csv, line 2: timestamp was "5.5": expected epoch milliseconds',
    ],
    [
      `${quotesHeader}\n5,1,2,,,,,,TRADEABLE,0\n4,1,2,,,,,,TRADEABLE,0`,
      'q.csv, line 3: timestamp was "4": expected a time not before 5',
    ],
    [`${quotesHeader}\n5,${'1'.repeat(70_000)},2,,,`, 'q.csv, line 2: the line has over 65536 bytes'],
    [
      `${quotesHeader}\n5,1,2,,,,,,OPEN,0`,
      'q.csv, line 2: market_state was "OPEN": expected one of TRADEABLE',
    ],
    [`${quotesHeader}\n5,1,2,,,,,,,0`, 'q.csv, line 2: market_state was "": expected one of TRADEABLE'],
    [`${quotesHeader}\n5,1,2,,,,,,TRADEABLE,`, 'q.csv, line 2: delayed was "": expected one of 0, 1'],
    [`${quotesHeader}\n5,1,2,,,,up,,TRADEABLE,0`, 'q.csv, line 2: change was "up": expected a number'],
  ])('%# is refused with its line and value', async (text, message) => {
    expect((await refusalOf(readQuotes(inChunks(bytes(text), 7), 'q.csv'))).message).toContain(message);
  });

  it('reads back to the bit what was written', async () => {
    const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const maybe = fc.option(price);
    const list = fc.array(
      fc.record({
        bid: price,
        spread: fc.double({ min: 0, max: 99, noNaN: true }),
        high: maybe,
        low: maybe,
        midOpen: maybe,
        change: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
        changePercent: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
        marketState: fc.constantFrom(...MARKET_STATES),
        delayed: fc.boolean(),
      }),
      { maxLength: 9 },
    );
    await fc.assert(
      fc.asyncProperty(list, fc.integer({ min: 1, max: 99 }), async (quotes, size) => {
        const ticks = quotes.map(({ spread, ...quote }, i): PriceTick => ({
          ...quote,
          timeMs: 1_700_000_000_000 + i,
          offer: quote.bid + spread,
        }));
        const text = [quotesHeader, ...ticks.map(quoteLine), ''].join('\n');
        expect(await rowsOf(readQuotes(inChunks(bytes(text), size), 'q'))).toEqual(ticks);
      }),
    );
  });

  it('whose line never ends is refused after 64 KiB, not read on', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes('timestamp,bid,offer\n'));
      for (; given < 10_000_000;) {
        given += 1024;
        yield new Uint8Array(1024).fill(49);
      }
    }
    const { message } = await refusalOf(readQuotes(endless(), 'q.csv'));
    expect(message).toBe('q.csv, line 2: the line has over 65536 bytes');
    expect(given).toBeLessThanOrEqual(65_536 + 1024);
  });

  it('that is no text is refused', async () => {
    const binary = Uint8Array.of(0x74, 0xff, 0xfe, 10);
    expect((await refusalOf(readQuotes(inChunks(binary, 4), 'q.csv'))).message).toContain('no UTF-8 text');
  });
});
