/**
 * What is asked of an IG `PRICE` item, in this order. IG refuses a whole subscription for one field it does not
 * know, so the list holds no more than a tick needs.
 */
export const PRICE_FIELDS = [
  'TIMESTAMP',
  'BIDPRICE1',
  'ASKPRICE1',
  'DLG_FLAG',
  'MID_OPEN',
  'HIGH',
  'LOW',
  'NET_CHG',
  'NET_CHG_PCT',
  'DELAY',
] as const;

export type PriceField = (typeof PRICE_FIELDS)[number];

/** One value for each of PRICE_FIELDS, as the wire has them. */
export type PriceValues = readonly (string | null)[];

/** IG's data adapter of PRICE items. */
export const PRICE_ADAPTER = 'Pricing';

export function priceItem(accountId: string, epic: string): string {
  return `PRICE:${accountId}:${epic}`;
}
