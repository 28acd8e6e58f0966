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
  return timeReason(tick) ?? changeReason(tick) ?? pricesReason(tick) ?? spreadReason(tick);
}

function timeReason({ timeMs }: PriceTick): QuarantineReason | undefined {
  const isInRange = Number.isInteger(timeMs) && timeMs >= EARLIEST_MS && timeMs < LATEST_MS;
  return isInRange ? undefined : 'time-out-of-range';
}

function changeReason({ change, changePercent }: PriceTick): QuarantineReason | undefined {
  return isFiniteOrAbsent(change) && isFiniteOrAbsent(changePercent) ? undefined : 'not-a-number';
}

function pricesReason({ bid, offer, midOpen, high, low }: PriceTick): QuarantineReason | undefined {
  return (
    priceReason(bid) ?? priceReason(offer) ?? priceReason(midOpen) ?? priceReason(high) ?? priceReason(low)
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
