import { MARKET_STATES, type StoredTick } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { csvTable, exactHeader } from './csv-table.ts';
import { londonTime } from './london-time.ts';

/** The article's columns, and the place of a tick among those of its millisecond. */
export const pricesHeader =
  'timestamp,BID,OFFER,MID_OPEN,CHANGE,CHANGE_PCT,HIGH,LOW,UPDATE_TIME,MARKET_STATE,MARKET_DELAY,SEQUENCE';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** Without its line end. Joined, because a text put together piece by piece stays in its pieces while it is kept. */
export function priceLine(t: StoredTick): string {
  const { timeMs, midOpen, change, changePercent, high, low, marketState, sequence } = t;
  const time = londonTime(timeMs);
  const delay = t.delayed ? 1 : 0;
  // A null is joined as nothing, which is how a missing value is written.
  return [
    timeMs,
    t.bid,
    t.offer,
    midOpen,
    change,
    changePercent,
    high,
    low,
    time,
    marketState,
    delay,
    sequence,
  ].join();
}

/** @throws CsvError, also where the time goes backwards */
export function readPrices(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly StoredTick[]> {
  let last = { timeMs: -1, sequence: 0 };
  const read = (record: CsvRecord): StoredTick => {
    const tick = tickOf(record);
    if (tick.timeMs < last.timeMs || (tick.timeMs === last.timeMs && tick.sequence <= last.sequence)) {
      throw record.refuse(0, `a price after ${last.timeMs}, sequence ${last.sequence}`);
    }
    last = tick;
    return tick;
  };
  return csvTable(chunks, file, exactHeader(pricesHeader, read));
}

function tickOf(record: CsvRecord): StoredTick {
  const sequence = record.number(11);
  if (!Number.isInteger(sequence) || sequence < 0) throw record.refuse(11, 'a whole number from 0');
  if (!TIME_OF_DAY.test(record.text(8))) throw record.refuse(8, 'a time of day as HH:MM:SS');
  return {
    timeMs: record.time(0),
    sequence,
    bid: record.number(1),
    offer: record.number(2),
    midOpen: record.numberOrNull(3),
    change: record.numberOrNull(4),
    changePercent: record.numberOrNull(5),
    high: record.numberOrNull(6),
    low: record.numberOrNull(7),
    marketState: record.oneOf(9, MARKET_STATES),
    delayed: record.oneOf(10, ['0', '1']) === '1',
  };
}
