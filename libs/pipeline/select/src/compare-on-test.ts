import {
  COMPARED,
  type Compared,
  type Comparison,
  type ModelOnTest,
  type ModelScores,
  type ServiceMetrics,
  type TestScores,
} from './comparison.ts';
import type { SelectionPolicy } from './decision.ts';
import { flaggedByItself, measureOnTest } from './measure-on-test.ts';
import { whyCompared } from './why-compared.ts';

/** What keeps two models from being compared. */
export type Obstacle = 'no-champion' | 'other-schema' | undefined;

/**
 * Challenger and champion on the same rows, each flagging the same number of them: as many as the one that flags
 * fewer does by its own threshold, and no fewer than minSupport. A model whose artifact could not be read flags what
 * the service says, and the other as many.
 */
export function compareOnTest(scores: TestScores, policy: SelectionPolicy, obstacle: Obstacle): Comparison {
  const champion = obstacle ? undefined : scores.champion;
  const rows = scores.label.length;
  const flaggedRows = Math.min(rows, flaggedRowsOf(scores, champion, policy));
  const sides = {
    challenger: measureOnTest(scores.challenger, scores, flaggedRows),
    champion: champion ? measureOnTest(champion, scores, flaggedRows) : null,
  };
  const margins = marginsOf(scores, policy);
  const compared = COMPARED.filter((what) => lackOf(what, sides) !== undefined);
  const worseIn = compared.filter((what) => (lackOf(what, sides) ?? 0) > (margins[what] ?? Infinity));
  const found = { rows, flaggedRows, coverage: rows > 0 ? flaggedRows / rows : null, margins, worseIn };
  const verdict = verdictOf(obstacle, compared.length, worseIn.length);
  return { verdict, reason: whyCompared(verdict, obstacle, { ...found, ...sides }), ...found, ...sides };
}

function verdictOf(obstacle: Obstacle, compared: number, worse: number): Comparison['verdict'] {
  if (obstacle === 'no-champion') return 'no-champion';
  if (obstacle || compared === 0) return 'not-comparable';
  return worse > 0 ? 'worse' : 'not-worse';
}

function flaggedRowsOf(
  scores: TestScores,
  champion: ModelScores | ServiceMetrics | undefined,
  { minSupport }: SelectionPolicy,
): number {
  const own = flaggedByItself(scores.challenger, scores);
  if (scores.challenger.source === 'service') return own ?? minSupport;
  const others = champion?.source === 'artifact' ? flaggedByItself(champion, scores) : undefined;
  return Math.max(minSupport, Math.min(own ?? Infinity, others ?? Infinity));
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

/** How much the challenger lacks; undefined where one of them has no such number. Less log-loss is better. */
function lackOf(what: Compared, { challenger, champion }: Sides): number | undefined {
  const [own, others] = [challenger[what], champion?.[what] ?? null];
  if (own === null || others === null) return undefined;
  return what === 'logLoss' ? own - others : others - own;
}
