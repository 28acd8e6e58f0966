import type { StoredTick } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { copiedRows, CsvRows } from './csv-rows.ts';
import { exactHeader } from './csv-table.ts';
import { londonTime } from './london-time.ts';
import { PriceRow } from './price-row.ts';

/** The article's columns, and the place of a tick among those of its millisecond. */
export const pricesHeader =
  'timestamp,BID,OFFER,MID_OPEN,CHANGE,CHANGE_PCT,HIGH,LOW,UPDATE_TIME,MARKET_STATE,MARKET_DELAY,SEQUENCE';

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

/** The prices of a file, one at a time. Reading throws CsvError, also where the time goes backwards. */
export function priceRows(chunks: AsyncIterable<Uint8Array>, file: string): CsvRows<PriceRow> {
  const row = new PriceRow();
  const last = { ms: -1, sequence: 0 };
  const read = (record: CsvRecord): void => {
    row.read(record);
    if (row.timeMs < last.ms || (row.timeMs === last.ms && row.sequence <= last.sequence))
      throw record.refuse(0, `a price after ${last.ms}, sequence ${last.sequence}`);
    last.ms = row.timeMs;
    last.sequence = row.sequence;
  };
  return new CsvRows(chunks, file, { row, reader: exactHeader(pricesHeader, read) });
}

/** @throws CsvError, also where the time goes backwards */
export function readPrices(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly StoredTick[]> {
  return copiedRows(priceRows(chunks, file), (row) => row.toTick());
}
