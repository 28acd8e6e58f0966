import type { PriceTick } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import { csvTable, type RowReader } from './csv-table.ts';

export const quotesHeader = 'timestamp,bid,offer,high,low,mid_open';

const REQUIRED = ['timestamp', 'bid', 'offer'];
const KNOWN = quotesHeader.split(',');

/** Without its line end. */
export function quoteLine(t: PriceTick): string {
  return `${t.timeMs},${t.bid},${t.offer},${t.high ?? ''},${t.low ?? ''},${t.midOpen ?? ''}`;
}

/**
 * A recording of quotes: `timestamp,bid,offer`, with `high`, `low` and `mid_open` where they were recorded, the
 * columns in any order.
 * @throws CsvError, also for prices that are not positive, a bid above the offer, or a time that goes backwards
 */
export function readQuotes(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncIterable<readonly PriceTick[]> {
  return csvTable(chunks, file, quoteReader);
}

const quoteReader: RowReader<PriceTick> = (columns) => {
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length)
    throw new Error(
      `a recording needs the columns ${REQUIRED.join(', ')}: ${missing.join(', ')} was missing`,
    );
  const unknown = columns.filter((name) => !KNOWN.includes(name));
  if (unknown.length)
    throw new Error(`the column ${JSON.stringify(unknown[0])} is unknown: known are ${KNOWN.join(', ')}`);
  const at = Object.fromEntries(KNOWN.map((name) => [name, columns.indexOf(name)])) as Record<string, number>;
  let lastMs = -1;
  return (record) => {
    const tick = quoteOf(record, at);
    if (tick.timeMs < lastMs) throw record.refuse(at['timestamp'] ?? 0, `a time not before ${lastMs}`);
    lastMs = tick.timeMs;
    return tick;
  };
};

function quoteOf(record: CsvRecord, at: Readonly<Record<string, number>>): PriceTick {
  const price = (name: string): number => positive(record, at[name] ?? -1);
  const optional = (name: string): number | null => {
    const column = at[name] ?? -1;
    return column < 0 || record.isEmpty(column) ? null : positive(record, column);
  };
  const bid = price('bid');
  const offer = price('offer');
  if (bid > offer) throw record.refuse(at['bid'] ?? -1, `a bid not above the offer ${offer}`);
  return {
    timeMs: record.time(at['timestamp'] ?? -1),
    bid,
    offer,
    midOpen: optional('mid_open'),
    high: optional('high'),
    low: optional('low'),
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

function positive(record: CsvRecord, column: number): number {
  const value = record.number(column);
  if (value <= 0) throw record.refuse(column, 'a price above 0');
  return value;
}
