import type { MarketState, PriceTick } from '@moving-ground/market';

const FLAGS: Readonly<Record<MarketState, string>> = {
  TRADEABLE: 'DEAL',
  CLOSED: 'CLOSED',
  OFFLINE: 'CLOSED',
  EDIT: 'EDIT',
  AUCTION: 'AUCTION',
  AUCTION_NO_EDIT: 'AUCTIONNOEDIT',
  SUSPENDED: 'SUSPEND',
  CLOSINGSONLY: 'CLOSINGSONLY',
  DEALNOEDIT: 'DEALNOEDIT',
};

/** IG's wire pads the flag with blanks to a fixed width. */
const FLAG_WIDTH = 16;

type ReadField = (tick: PriceTick) => number | null | string;

/** The fields of a PRICE item that are served; a subscription to any other is refused whole, as IG does. */
export const SERVED_FIELDS: ReadonlyMap<string, ReadField> = new Map<string, ReadField>([
  ['TIMESTAMP', (tick) => tick.timeMs],
  ['BIDPRICE1', (tick) => tick.bid],
  ['ASKPRICE1', (tick) => tick.offer],
  ['DLG_FLAG', (tick) => FLAGS[tick.marketState].padEnd(FLAG_WIDTH)],
  ['MID_OPEN', (tick) => tick.midOpen],
  ['HIGH', (tick) => tick.high],
  ['LOW', (tick) => tick.low],
  ['NET_CHG', (tick) => tick.change],
  ['NET_CHG_PCT', (tick) => tick.changePercent],
  ['DELAY', (tick) => (tick.delayed ? '1' : '0')],
]);
