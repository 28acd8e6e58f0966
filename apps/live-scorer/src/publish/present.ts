import type { Reading } from '../reading.ts';
import type { Journal } from './journal.ts';

/** What is answered for now: the newest reading, or that there is none new enough to be the present one. */
export type Present =
  | (Reading & { readonly id: string; readonly ageMs: number })
  | { readonly state: 'starting' }
  | { readonly state: 'stalled'; readonly ageMs: number; readonly lastReadingId: string };

/** An older reading is not the present second any more, whatever it says. */
const PRESENT_MS = 3_000;

/** @param nowMs epoch milliseconds */
export function presentOf({ newest }: Journal, nowMs: number): Present {
  if (!newest) return { state: 'starting' };
  const ageMs = nowMs - newest.reading.atMs;
  if (ageMs > PRESENT_MS) return { state: 'stalled', ageMs, lastReadingId: newest.id };
  return { ...newest.reading, id: newest.id, ageMs };
}
