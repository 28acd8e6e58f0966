import type { MarketState, PriceTick } from '@moving-ground/market';
import { PRICE_FIELDS, type PriceValues } from './price-fields.ts';

/** An update that is no price: a field is missing or cannot be read. */
export class UnusablePrice extends Error {
  override readonly name = 'UnusablePrice';
}

const STATES: ReadonlyMap<string, MarketState> = new Map([
  ['DEAL', 'TRADEABLE'],
  ['CLOSED', 'CLOSED'],
  ['EDIT', 'EDIT'],
  ['CALL', 'EDIT'],
  ['AUCTION', 'AUCTION'],
  ['AUCTIONNOEDIT', 'AUCTION_NO_EDIT'],
  ['SUSPEND', 'SUSPENDED'],
  ['CLOSINGSONLY', 'CLOSINGSONLY'],
  ['DEALNOEDIT', 'DEALNOEDIT'],
]);

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const EPOCH_MS = /^\d{1,15}$/;

/**
 * A tick from the values of PRICE_FIELDS. The prices, the time, the dealing flag and the delay have to be there; the
 * day's figures may be absent, but not unreadable.
 * @throws UnusablePrice
 */
export function mapPrice(values: PriceValues): PriceTick {
  return {
    timeMs: epochMs(values),
    bid: price(values, 1),
    offer: price(values, 2),
    midOpen: figure(values, 4),
    high: figure(values, 5),
    low: figure(values, 6),
    change: figure(values, 7),
    changePercent: figure(values, 8),
    marketState: marketState(values),
    delayed: isDelayed(values),
  };
}

function epochMs(values: PriceValues): number {
  const text = values[0];
  if (typeof text !== 'string' || !EPOCH_MS.test(text)) throw refuse(values, 0, 'epoch milliseconds');
  return Number(text);
}

function price(values: PriceValues, position: number): number {
  const value = decimal(values[position]);
  if (Number.isNaN(value)) throw refuse(values, position, 'a price');
  return value;
}

function figure(values: PriceValues, position: number): number | null {
  const text = values[position];
  if (text === null || text === undefined || text === '') return null;
  const value = decimal(text);
  if (Number.isNaN(value)) throw refuse(values, position, 'a number or nothing');
  return value;
}

function decimal(text: string | null | undefined): number {
  if (typeof text !== 'string' || !DECIMAL.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

/** The wire pads the flag with trailing blanks. */
function marketState(values: PriceValues): MarketState {
  const state = STATES.get(values[3]?.trimEnd() ?? '');
  if (state === undefined) throw refuse(values, 3, `one of ${[...STATES.keys()].join(', ')}`);
  return state;
}

function isDelayed(values: PriceValues): boolean {
  const text = values[9];
  if (text !== '0' && text !== '1') throw refuse(values, 9, '0 or 1');
  return text === '1';
}

function refuse(values: PriceValues, position: number, expected: string): UnusablePrice {
  const was = JSON.stringify(values[position]?.slice(0, 40) ?? null);
  return new UnusablePrice(`${PRICE_FIELDS[position] ?? position} was ${was}: expected ${expected}`);
}
