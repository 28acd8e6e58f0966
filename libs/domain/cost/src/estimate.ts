import { PRICES, type Price, type PriceName } from './prices.ts';
import type { Usage } from './usage.ts';

export type CostLine = {
  readonly what: string;
  readonly price: PriceName;
  readonly dollars: number | undefined;
};

export type Estimate = {
  readonly lines: readonly CostLine[];
  /** Of what has a price. */
  readonly dollars: number;
  /** What has none: the total is short of it. */
  readonly unpriced: readonly string[];
};

export function estimate(
  usage: readonly Usage[],
  prices: Readonly<Record<PriceName, Price>> = PRICES,
): Estimate {
  const lines = usage.map(({ what, price, quantity }) => {
    const each = prices[price].dollars;
    return { what, price, dollars: each === undefined ? undefined : each * quantity };
  });
  return {
    lines,
    dollars: lines.reduce((sum, { dollars = 0 }) => sum + dollars, 0),
    unpriced: lines.filter(({ dollars }) => dollars === undefined).map(({ what }) => what),
  };
}
