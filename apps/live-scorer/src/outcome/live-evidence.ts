import { effectiveSampleSize } from '@moving-ground/extract';
import type { Followed } from '../reading.ts';
import { wilsonInterval, type Interval } from './wilson-interval.ts';

/** Followed scores kept of one model, the newest: at one a second five and a half hours. */
const MOST_KEPT = 20_000;

export type Share = {
  readonly count: number;
  readonly hits: number;
  /** Null where nothing was counted. */
  readonly share: number | null;
  /** What the count is worth: orders that are open together tell of the same moves. */
  readonly effectiveSampleSize: number;
  /** Wilson, two-sided 95 %, at the effective sample size. */
  readonly interval: Interval;
};

export type LiveRecord = {
  /** Followed to their end. */
  readonly closed: number;
  /** Of them those that opened before the oldest order still open: an unbiased part, quick ends are not overcounted. */
  readonly matured: number;
  /** Matured orders that ended in profit, of all: the precision of always buying. */
  readonly baseRate: Share;
  /** The same of those with predicted label 1. */
  readonly precision: Share;
  /** Mean profit after the spread of matured orders with predicted label 1; null without any. */
  readonly meanActualProfit: number | null;
};

/** The followed scores of one model. */
export class LiveEvidence {
  readonly #followed: Followed[] = [];

  add(followed: Followed): void {
    this.#followed.push(followed);
    if (this.#followed.length > MOST_KEPT) this.#followed.shift();
  }

  /** It turned out that another model may have answered from this moment on. */
  dropAskedSince(askedAtMs: number): void {
    const kept = this.#followed.filter((one) => one.askedAtMs < askedAtMs);
    this.#followed.splice(0, Infinity, ...kept);
  }

  /** @param oldestOpenMs when the oldest order that is still open was placed */
  record(oldestOpenMs: number): LiveRecord {
    const matured = this.#followed
      .filter(({ openTimeMs }) => openTimeMs < oldestOpenMs)
      .sort((a, b) => a.openTimeMs - b.openTimeMs);
    const flagged = matured.filter(({ predictedLabel }) => predictedLabel === 1);
    return {
      closed: this.#followed.length,
      matured: matured.length,
      baseRate: shareOf(matured),
      precision: shareOf(flagged),
      meanActualProfit: flagged.length
        ? flagged.reduce((sum, { actualProfit }) => sum + actualProfit, 0) / flagged.length
        : null,
    };
  }
}

/** @param followed in opening order */
function shareOf(followed: readonly Followed[]): Share {
  const count = followed.length;
  const hits = followed.reduce((sum, { outcome }) => sum + (outcome === 'profit' ? 1 : 0), 0);
  const worth = effectiveSampleSize(
    Float64Array.from(followed, ({ openTimeMs }) => openTimeMs),
    Float64Array.from(followed, ({ closeTimeMs }) => closeTimeMs),
  );
  const share = count ? hits / count : null;
  return { count, hits, share, effectiveSampleSize: worth, interval: wilsonInterval(share ?? 0, worth) };
}

export const COMPARISONS = ['worse', 'better', 'cannot tell'] as const;

/**
 * Whether promise and live share lie apart. The promise is an estimate as well, so its own interval has to end before the
 * live one begins, or begin after it ends.
 */
export function comparedWith(
  promised: Interval | null,
  { interval: [low, high] }: Share,
): (typeof COMPARISONS)[number] {
  if (promised === null) return 'cannot tell';
  if (promised[0] > high) return 'worse';
  return promised[1] < low ? 'better' : 'cannot tell';
}
