import type { PriceTick } from '@moving-ground/market';

/** Why a tick was kept out of the store. */
export const QUARANTINE_REASONS = [
  'time-out-of-range',
  'not-a-number',
  'not-positive',
  'bid-above-offer',
  'absurd-price',
  'absurd-spread',
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
/** Far above any quoted instrument, far below where float64 loses cents. */
const HIGHEST_PRICE = 1e12;

/** The first reason not to believe this tick, or undefined for a sound one. */
export function quarantineReason(tick: PriceTick): QuarantineReason | undefined {
  if (!Number.isInteger(tick.timeMs) || tick.timeMs < EARLIEST_MS || tick.timeMs >= LATEST_MS)
    return 'time-out-of-range';
  if (!isFiniteOrAbsent(tick.change) || !isFiniteOrAbsent(tick.changePercent)) return 'not-a-number';
  return (
    priceReason(tick.bid) ??
    priceReason(tick.offer) ??
    priceReason(tick.midOpen) ??
    priceReason(tick.high) ??
    priceReason(tick.low) ??
    spreadReason(tick)
  );
}

function priceReason(price: number | null): QuarantineReason | undefined {
  if (price === null) return undefined;
  if (!Number.isFinite(price)) return 'not-a-number';
  if (price <= 0) return 'not-positive';
  return price > HIGHEST_PRICE ? 'absurd-price' : undefined;
}

function spreadReason({ bid, offer }: PriceTick): QuarantineReason | undefined {
  if (bid > offer) return 'bid-above-offer';
  // A spread wider than the mid price itself: offer - bid > (bid + offer) / 2.
  return offer > 3 * bid ? 'absurd-spread' : undefined;
}

function isFiniteOrAbsent(value: number | null): boolean {
  return value === null || Number.isFinite(value);
}
