import { COMPARED, type Compared, type Comparison, type ModelOnTest, type TestScores } from './comparison.ts';
import type { SelectionPolicy } from './decision.ts';
import { flaggedByItself, measureOnTest } from './measure-on-test.ts';
import { whyCompared } from './why-compared.ts';

/** What keeps two models from being compared. */
export type Obstacle = 'no-champion' | 'other-schema' | undefined;

/**
 * Challenger and champion on the same rows, each flagging the same number of them, those with its highest scores: the
 * policy's share, and no fewer than minSupport. Their own thresholds do not enter: they were set on other parts, and
 * one that has drifted would leave a handful of rows to compare. A challenger whose artifact could not be read flags
 * what the service says, and the champion as many.
 */
export function compareOnTest(scores: TestScores, policy: SelectionPolicy, obstacle: Obstacle): Comparison {
  const champion = obstacle ? undefined : scores.champion;
  const rows = scores.label.length;
  const flaggedRows = Math.min(rows, flaggedRowsOf(scores, policy));
  const sides = {
    challenger: measureOnTest(scores.challenger, scores, flaggedRows),
    champion: champion ? measureOnTest(champion, scores, flaggedRows) : null,
  };
  const margins = marginsOf(scores, policy);
  const baseRateLogLoss = entropyOf(scores.label);
  const lack = (what: Compared): number | undefined => lackOf(what, sides, baseRateLogLoss);
  const compared = COMPARED.filter((what) => lack(what) !== undefined);
  const worseIn = compared.filter((what) => (lack(what) ?? 0) > (margins[what] ?? Infinity));
  const coverage = rows > 0 ? flaggedRows / rows : null;
  const found = { rows, flaggedRows, coverage, baseRateLogLoss, margins, worseIn };
  const verdict = verdictOf(obstacle, compared.length, worseIn.length);
  return { verdict, reason: whyCompared(verdict, obstacle, { ...found, ...sides }), ...found, ...sides };
}

function verdictOf(obstacle: Obstacle, compared: number, worse: number): Comparison['verdict'] {
  if (obstacle === 'no-champion') return 'no-champion';
  if (obstacle || compared === 0) return 'not-comparable';
  return worse > 0 ? 'worse' : 'not-worse';
}

function flaggedRowsOf(scores: TestScores, { minSupport, coverage }: SelectionPolicy): number {
  const wanted = Math.max(minSupport, Math.round(coverage * scores.label.length));
  return scores.challenger.source === 'service'
    ? (flaggedByItself(scores.challenger, scores) ?? wanted)
    : wanted;
}

/**
 * In money the margin is what as many orders turned from profits into losses cost: margin x the difference of their
 * mean profits.
 */
function marginsOf(
  { label, profit }: TestScores,
  { margin, logLossMargin }: SelectionPolicy,
): Comparison['margins'] {
  const turned = meanProfit(label, profit, 1) - meanProfit(label, profit, 0);
  return {
    precision: margin,
    expectancy: Number.isFinite(turned) ? margin * Math.max(0, turned) : null,
    logLoss: logLossMargin,
  };
}

function meanProfit(label: Uint8Array, profit: Float64Array, of: 0 | 1): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < label.length; i++) {
    if (label[i] !== of) continue;
    sum += profit[i] as number;
    count++;
  }
  return sum / count;
}

type Sides = { readonly challenger: ModelOnTest; readonly champion: ModelOnTest | null };

/**
 * How much the challenger lacks; undefined where one of them has no such number. Less log-loss is better, and who
 * knows the base rate never has more than its: of two models that are worse than that, neither has probabilities
 * worth using, and the difference only says which one exaggerates more.
 */
function lackOf(
  what: Compared,
  { challenger, champion }: Sides,
  baseRateLogLoss: number,
): number | undefined {
  const [own, others] = [challenger[what], champion?.[what] ?? null];
  if (own === null || others === null) return undefined;
  if (what !== 'logLoss') return others - own;
  return Math.min(own, baseRateLogLoss) - Math.min(others, baseRateLogLoss);
}

function entropyOf(label: Uint8Array): number {
  const share = label.reduce((sum, one) => sum + one, 0) / label.length;
  return share > 0 && share < 1 ? -share * Math.log(share) - (1 - share) * Math.log(1 - share) : 0;
}
