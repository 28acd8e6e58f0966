import type { Predictions } from './predictions.ts';

/** Which stretch of time each order was opened in. */
export type TimeBlocks = {
  readonly seconds: number;
  /** One an order; numbered from 0 without holes. */
  readonly blockOf: Uint32Array;
  readonly count: number;
};

export type BlockLimits = {
  /** How far a row looks back. */
  readonly windowSeconds: number;
  readonly leastBlockSeconds: number;
  readonly mostBlocks: number;
};

/**
 * Cuts time into stretches of the longest holding time plus the window that a row looks back on, or longer where there
 * would be too many. An order's label comes from prices up to its closing, its features from prices up to a window
 * before its opening: orders two blocks apart have no price in common, and those of neighbouring blocks only near the
 * border between them.
 */
export function timeBlocks(
  { openMs, closeMs }: Pick<Predictions, 'openMs' | 'closeMs'>,
  { windowSeconds, leastBlockSeconds, mostBlocks }: BlockLimits,
): TimeBlocks {
  const { firstMs, lastMs, longestMs } = spanOf(openMs, closeMs);
  const share = Math.ceil((lastMs - firstMs + 1) / 1000 / mostBlocks);
  const seconds = Math.max(leastBlockSeconds, share, Math.ceil(longestMs / 1000) + windowSeconds);
  const raw = Array.from(openMs, (open) => Math.floor((open - firstMs) / (seconds * 1000)));
  const used = [...new Set(raw)].sort((a, b) => a - b);
  const numberOf = new Map(used.map((block, number) => [block, number]));
  return { seconds, blockOf: Uint32Array.from(raw, (block) => numberOf.get(block) ?? 0), count: used.length };
}

type Span = { readonly firstMs: number; readonly lastMs: number; readonly longestMs: number };

/** @returns 0 for all three where there is no order */
function spanOf(openMs: Float64Array, closeMs: Float64Array): Span {
  if (openMs.length === 0) return { firstMs: 0, lastMs: 0, longestMs: 0 };
  let [firstMs, lastMs, longestMs] = [Infinity, -Infinity, 0];
  for (let i = 0; i < openMs.length; i++) {
    const open = openMs[i] as number;
    firstMs = Math.min(firstMs, open);
    lastMs = Math.max(lastMs, open);
    longestMs = Math.max(longestMs, (closeMs[i] as number) - open);
  }
  return { firstMs, lastMs, longestMs };
}
