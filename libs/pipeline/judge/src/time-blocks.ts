import type { Predictions } from './predictions.ts';

/** Which stretch of time each order was opened in. */
export type TimeBlocks = {
  readonly seconds: number;
  /** One an order; numbered from 0 without holes. */
  readonly blockOf: Uint32Array;
  readonly count: number;
};

/**
 * Cuts time into stretches of the longest holding time plus the window that a row looks back on. An order's label
 * comes from prices up to its closing, its features from prices up to a window before its opening: orders two blocks
 * apart have no price in common, and those of neighbouring blocks only near the border between them.
 * @param windowSeconds how far a row looks back, @param leastSeconds a longer block where one is wanted
 */
export function timeBlocks(
  { openMs, closeMs }: Pick<Predictions, 'openMs' | 'closeMs'>,
  windowSeconds: number,
  leastSeconds = 1,
): TimeBlocks {
  let [firstMs, longestMs] = [Infinity, 0];
  for (let i = 0; i < openMs.length; i++) {
    firstMs = Math.min(firstMs, openMs[i] as number);
    longestMs = Math.max(longestMs, (closeMs[i] as number) - (openMs[i] as number));
  }
  const seconds = Math.max(leastSeconds, Math.ceil(longestMs / 1000) + windowSeconds);
  const raw = Array.from(openMs, (open) => Math.floor((open - firstMs) / (seconds * 1000)));
  const used = [...new Set(raw)].sort((a, b) => a - b);
  const numberOf = new Map(used.map((block, number) => [block, number]));
  return { seconds, blockOf: Uint32Array.from(raw, (block) => numberOf.get(block) ?? 0), count: used.length };
}
