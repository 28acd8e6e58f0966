import { blockBootstrap, type Interval } from './block-bootstrap.ts';
import { blockSums, total, type BlockSums } from './block-sums.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { checkPredictions, UnusablePredictions, type Predictions } from './predictions.ts';
import { signFlipTest } from './sign-flip-test.ts';
import { timeBlocks } from './time-blocks.ts';

export const ANSWERS = ['yes', 'no', 'cannot tell'] as const;

/** Is the first model better than the second on the same orders? With its defence. */
export type Comparison = {
  readonly answer: (typeof ANSWERS)[number];
  readonly reason: string;
  /** Precision of the first minus that of the second, each flagging the same number of orders. Null without flags. */
  readonly difference: number | null;
  /** At level 1 - 2 alpha. */
  readonly interval: Interval | null;
  readonly chanceOfBetter: number;
  readonly chanceOfWorse: number;
  readonly precision: number | null;
  readonly otherPrecision: number | null;
  /** Mean profit after the spread of an order flagged by the first, and by the second. */
  readonly expectancy: number | null;
  readonly otherExpectancy: number | null;
  readonly rows: number;
  readonly blocks: number;
};

export type ComparisonSettings = JudgeSettings & {
  /** A difference of precision smaller than this is of no use to anybody. */
  readonly margin: number;
};

/**
 * Compares two models on the same orders, block by block. Yes: the difference is more than chance at alpha. No: it is
 * less than chance at alpha, or its interval lies below the margin, so that whatever there may be is of no use.
 * @param flagged the first model's, @param other the second model's predictions of the same orders, with as many flags
 * @throws UnusablePredictions
 */
export function compareModels(
  flagged: Predictions,
  other: Predictions,
  settings: ComparisonSettings,
): Comparison {
  checkPredictions(flagged);
  checkPredictions(other);
  checkSameOrders(flagged, other);
  const blocks = timeBlocks(flagged, settings);
  const [mine, theirs] = [blockSums(flagged, blocks), blockSums(other, blocks)];
  const base = total(mine.positives) / total(mine.rows);
  const gain = mine.hits.map((_, i) => excess(mine, i, base) - excess(theirs, i, base));
  const chance = signFlipTest(gain, settings.seed);
  const interval = blockBootstrap(
    blocks.count,
    settings,
    (weights) => share(mine, 'hits', weights) - share(theirs, 'hits', weights),
  );
  const found = { blocks: blocks.count, upper: chance.upper, lower: chance.lower, interval };
  const ones = new Uint32Array(blocks.count).fill(1);
  const [precision, otherPrecision] = [share(mine, 'hits', ones), share(theirs, 'hits', ones)];
  return {
    ...answerOf(found, settings),
    difference: finite(precision - otherPrecision),
    interval,
    chanceOfBetter: chance.upper,
    chanceOfWorse: chance.lower,
    precision: finite(precision),
    otherPrecision: finite(otherPrecision),
    expectancy: finite(share(mine, 'flaggedProfit', ones)),
    otherExpectancy: finite(share(theirs, 'flaggedProfit', ones)),
    rows: flagged.openMs.length,
    blocks: blocks.count,
  };
}

type Found = {
  readonly blocks: number;
  readonly upper: number;
  readonly lower: number;
  readonly interval: Interval | null;
};

function answerOf(found: Found, settings: ComparisonSettings): Pick<Comparison, 'answer' | 'reason'> {
  const { blocks, upper, lower, interval } = found;
  const { alpha, leastBlocks, margin } = settings;
  if (blocks < leastBlocks)
    return {
      answer: 'cannot tell',
      reason: `there are ${blocks} independent blocks, at least ${leastBlocks} are needed`,
    };
  const chance = (side: number): string => `chance alone does this in ${percent(side)} % of cases`;
  if (upper <= alpha) return { answer: 'yes', reason: `it is better: ${chance(upper)}` };
  if (lower <= alpha) return { answer: 'no', reason: `it is worse: ${chance(lower)}` };
  if (interval && interval.to < margin)
    return {
      answer: 'no',
      reason: `at most ${interval.to.toFixed(3)} of precision can be in it at level ${percent(interval.level)} %, below ${margin}`,
    };
  const most = interval ? `; up to ${interval.to.toFixed(3)} of precision can be in it` : '';
  return {
    answer: 'cannot tell',
    reason: `the difference is within chance (better ${percent(upper)} %, worse ${percent(lower)} %)${most}`,
  };
}

/** Hits above what as many flags without knowledge would have. */
function excess({ hits, flagged }: BlockSums, block: number, base: number): number {
  return (hits[block] as number) - base * (flagged[block] as number);
}

function share(sums: BlockSums, column: 'hits' | 'flaggedProfit', weights: Uint32Array): number {
  let [part, whole] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    part += (sums[column][i] as number) * (weights[i] as number);
    whole += (sums.flagged[i] as number) * (weights[i] as number);
  }
  return part / whole;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function percent(value: number): string {
  return String(Number((100 * value).toPrecision(2)));
}

function checkSameOrders(a: Predictions, b: Predictions): void {
  const differs = a.openMs.findIndex((open, i) => open !== b.openMs[i] || a.label[i] !== b.label[i]);
  if (differs >= 0 || a.openMs.length !== b.openMs.length)
    throw new UnusablePredictions(
      `two models are compared on the same orders, but order ${differs} of ${a.openMs.length} and ${b.openMs.length} differed`,
    );
}
