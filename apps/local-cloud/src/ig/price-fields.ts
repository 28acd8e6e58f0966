import type { MarketState, PriceTick } from '@moving-ground/market';

/** IG pads the flag with blanks on the wire. */
const FLAG_WIDTH = 16;

const FLAGS: Readonly<Partial<Record<MarketState, string>>> = {
  TRADEABLE: 'DEAL',
  AUCTION_NO_EDIT: 'AUCTIONNOEDIT',
  SUSPENDED: 'SUSPEND',
};

type Write = (tick: PriceTick) => string | null;

/** The fields of a PRICE item that carry a tick; all of them travel as text. */
const FIELDS: Readonly<Record<string, Write>> = {
  TIMESTAMP: (tick) => String(tick.timeMs),
  BIDPRICE1: (tick) => String(tick.bid),
  ASKPRICE1: (tick) => String(tick.offer),
  MID_OPEN: (tick) => text(tick.midOpen),
  HIGH: (tick) => text(tick.high),
  LOW: (tick) => text(tick.low),
  NET_CHG: (tick) => text(tick.change),
  NET_CHG_PCT: (tick) => text(tick.changePercent),
  DELAY: (tick) => (tick.delayed ? '1' : '0'),
  DLG_FLAG: (tick) => (FLAGS[tick.marketState] ?? tick.marketState).padEnd(FLAG_WIDTH),
};

/** How a tick is written for a schema; undefined when one of its fields is unknown, which refuses all of it. */
export function priceWriter(schema: readonly string[]): ((tick: PriceTick) => (string | null)[]) | undefined {
  const writers = schema.map((name) => (Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined));
  if (writers.some((writer) => writer === undefined)) return undefined;
  return (tick) => writers.map((writer) => writer?.(tick) ?? null);
}

function text(value: number | null): string | null {
  return value === null ? null : String(value);
}
