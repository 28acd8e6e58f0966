import { MARKET_STATES, type MarketState, type PriceTick } from '@moving-ground/market';
import type { CsvRecord } from './csv-record.ts';
import type { RowReader } from './csv-rows.ts';
import { csvTable } from './csv-table.ts';
import { CsvWords } from './csv-words.ts';

/** All columns that a recording may have: those of a tick. */
export const quotesHeader =
  'timestamp,bid,offer,mid_open,high,low,change,change_percent,market_state,delayed';

const STATES = new CsvWords(MARKET_STATES);
const FLAGS = new CsvWords(['0', '1']);

const REQUIRED = ['timestamp', 'bid', 'offer'];
const KNOWN = quotesHeader.split(',');

/** Without its line end; read back it is the same tick to the bit. */
export function quoteLine(t: PriceTick): string {
  const { timeMs, bid, offer, midOpen, high, low, marketState } = t;
  const [change, changePercent] = [signed(t.change), signed(t.changePercent)];
  const delayed = t.delayed ? 1 : 0;
  // A null is joined as nothing, which is how a missing value is written.
  return [timeMs, bid, offer, midOpen, high, low, change, changePercent, marketState, delayed].join();
}

/** A fall that rounds to nothing is written as -0.00 on the wire, and a zero's text has no sign. */
function signed(change: number | null): number | null | '-0' {
  return Object.is(change, -0) ? '-0' : change;
}

/**
 * A recording of quotes: `timestamp,bid,offer`, with the other columns of `quotesHeader` where they were recorded, in
 * any order. Without a market state or a delay a quote was dealt on, and live.
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
    change: changeOf(record, at['change'] ?? -1),
    changePercent: changeOf(record, at['change_percent'] ?? -1),
    marketState: stateOf(record, at['market_state'] ?? -1),
    delayed: isDelayed(record, at['delayed'] ?? -1),
  };
}

function changeOf(record: CsvRecord, column: number): number | null {
  return column < 0 ? null : record.numberOrNull(column);
}

function stateOf(record: CsvRecord, column: number): MarketState {
  return column < 0 ? 'TRADEABLE' : record.oneOf(column, STATES);
}

function isDelayed(record: CsvRecord, column: number): boolean {
  return column >= 0 && record.oneOf(column, FLAGS) === '1';
}

function positive(record: CsvRecord, column: number): number {
  const value = record.number(column);
  if (value <= 0) throw record.refuse(column, 'a price above 0');
  return value;
}
