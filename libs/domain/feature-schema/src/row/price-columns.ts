import type { DayPrices } from './day-statistics.ts';
import type { RowTick } from './row-tick.ts';

/**
 * Writes bid, offer, mid_open, high and low minus the mid: float64 subtraction, rounded once to float32 by the array.
 * @param day stands in for what the tick itself does not tell
 */
export function writePriceColumns(
  tick: RowTick,
  { mid, day }: { readonly mid: number; readonly day: DayPrices },
  row: Float32Array,
  at: number,
): void {
  row[at] = tick.bid - mid;
  row[at + 1] = tick.offer - mid;
  row[at + 2] = (tick.midOpen ?? day.midOpen) - mid;
  row[at + 3] = (tick.high ?? day.high) - mid;
  row[at + 4] = (tick.low ?? day.low) - mid;
}
