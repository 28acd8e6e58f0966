import { blockBootstrap, type Interval } from './block-bootstrap.ts';
import { blockSums, total, type BlockSums } from './block-sums.ts';
import { excessHits } from './excess-hits.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { minimumDetectable } from './minimum-detectable.ts';
import { checkPredictions, type Predictions } from './predictions.ts';
import { signFlipTest } from './sign-flip-test.ts';
import { timeBlocks } from './time-blocks.ts';

export const STATEMENTS = ['better than the base rate', 'worse', 'cannot tell'] as const;

export type Statement = (typeof STATEMENTS)[number];

/** Does the model know anything? Made from predictions on data that came after training, and from nothing else. */
export type SkillStatement = {
  readonly statement: Statement;
  /** Why it is that and nothing more, in a sentence with its numbers. */
  readonly reason: string;
  readonly alpha: number;
  readonly rows: number;
  readonly flagged: number;
  /** Null where nothing was flagged. */
  readonly precision: number | null;
  /** Share of profits among all orders: the precision of buying always. Null without orders. */
  readonly baseRate: number | null;
  /** precision - baseRate, and its interval. Intervals are at level 1 - 2 alpha, by resampling blocks. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly chanceOfBetter: number;
  readonly chanceOfWorse: number;
  /** The smallest difference of precision that would have been seen at the settings' power; null: none. */
  readonly minimumDetectable: number | null;
  readonly blocks: number;
  /** Those in which something was flagged: what the statement rests on. */
  readonly flaggedBlocks: number;
  readonly blockSeconds: number;
  /** Mean profit after the spread, in price units: of flagged orders, with its interval, and of all. */
  readonly expectancy: number | null;
  readonly expectancyInterval: Interval | null;
  readonly expectancyOfAll: number | null;
};

/**
 * Pools predictions over batches, cuts them into blocks of at least the longest holding time plus the window, and asks
 * of the blocks' excess hits whether they are more, or less, than chance (`signFlipTest`).
 * @throws UnusablePredictions
 */
export function skillStatement(predictions: Predictions, settings: JudgeSettings): SkillStatement {
  checkPredictions(predictions);
  const blocks = timeBlocks(predictions, settings);
  const sums = blockSums(predictions, blocks);
  const excess = excessHits(sums);
  const chance = signFlipTest(excess, settings.seed);
  const seen = numbersOf(sums);
  const flaggedBlocks = sums.flagged.filter((flagged) => flagged > 0).length;
  const least = minimumDetectable(sums, settings);
  const evidence = { flaggedBlocks, upper: chance.upper, lower: chance.lower, least };
  const statement = statementOf(evidence, settings);
  return {
    statement,
    reason: reasonOf(statement, evidence, settings),
    alpha: settings.alpha,
    ...seen,
    interval: blockBootstrap(blocks.count, settings, (weights) => differenceOf(sums, weights)),
    expectancyInterval: blockBootstrap(
      blocks.count,
      settings,
      (weights) => weighted(sums.flaggedProfit, weights) / weighted(sums.flagged, weights),
    ),
    chanceOfBetter: chance.upper,
    chanceOfWorse: chance.lower,
    minimumDetectable: least,
    blocks: blocks.count,
    flaggedBlocks,
    blockSeconds: blocks.seconds,
  };
}

type Evidence = {
  readonly flaggedBlocks: number;
  readonly upper: number;
  readonly lower: number;
  readonly least: number | null;
};

function statementOf({ flaggedBlocks, upper, lower }: Evidence, settings: JudgeSettings): Statement {
  if (flaggedBlocks < settings.leastBlocks) return 'cannot tell';
  if (upper <= settings.alpha) return 'better than the base rate';
  return lower <= settings.alpha ? 'worse' : 'cannot tell';
}

function reasonOf(statement: Statement, evidence: Evidence, settings: JudgeSettings): string {
  const { flaggedBlocks, upper, lower, least } = evidence;
  if (flaggedBlocks < settings.leastBlocks)
    return `orders were flagged in ${flaggedBlocks} independent blocks, at least ${settings.leastBlocks} are needed`;
  const level = `${percent(settings.alpha)} %`;
  if (statement !== 'cannot tell') {
    const chance = statement === 'worse' ? lower : upper;
    return `chance alone does this in ${percent(chance)} % of cases, at most ${level} were asked for`;
  }
  const seen = `neither side is below ${level} (better ${percent(upper)} %, worse ${percent(lower)} %)`;
  const wanted = `a difference of precision of ${least?.toFixed(3)} would have been seen with ${percent(settings.power)} %`;
  return least === null ? seen : `${seen}; ${wanted}`;
}

function percent(share: number): string {
  return String(Number((100 * share).toPrecision(2)));
}

type Numbers = Pick<
  SkillStatement,
  'rows' | 'flagged' | 'precision' | 'baseRate' | 'difference' | 'expectancy' | 'expectancyOfAll'
>;

function numbersOf(sums: BlockSums): Numbers {
  const [rows, flagged] = [total(sums.rows), total(sums.flagged)];
  const precision = ratio(total(sums.hits), flagged);
  const baseRate = ratio(total(sums.positives), rows);
  return {
    rows,
    flagged,
    precision,
    baseRate,
    difference: precision === null || baseRate === null ? null : precision - baseRate,
    expectancy: ratio(total(sums.flaggedProfit), flagged),
    expectancyOfAll: ratio(total(sums.profit), rows),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** Precision minus base rate where each block counts as often as its weight says; NaN where nothing is flagged. */
function differenceOf(sums: BlockSums, weights: Uint32Array): number {
  return (
    weighted(sums.hits, weights) / weighted(sums.flagged, weights) -
    weighted(sums.positives, weights) / weighted(sums.rows, weights)
  );
}

function weighted(values: Float64Array, weights: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * (weights[i] as number);
  return sum;
}
