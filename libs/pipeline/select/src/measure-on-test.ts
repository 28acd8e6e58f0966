import type { ModelOnTest, ModelScores, ServiceMetrics, TestScores } from './comparison.ts';
import { flagsAtCoverage } from './flags-at-coverage.ts';
import { logLoss } from './log-loss.ts';
import { share } from './share.ts';

export type Outcomes = Pick<TestScores, 'label' | 'profit'>;

/** One model's numbers, flagging as many rows as it is told. */
export function measureOnTest(
  model: ModelScores | ServiceMetrics,
  outcomes: Outcomes,
  flaggedRows: number,
): ModelOnTest {
  return model.source === 'artifact'
    ? scored(model, outcomes, flaggedRows)
    : told(model, outcomes.label.length, positivesOf(outcomes));
}

/**
 * Rows that a model whose artifact was refused flags by its own threshold.
 * @returns undefined where the service's metrics do not give it
 */
export function flaggedByItself(model: ServiceMetrics, outcomes: Outcomes): number | undefined {
  return told(model, outcomes.label.length, positivesOf(outcomes)).flaggedByItself ?? undefined;
}

function scored(model: ModelScores, { label, profit }: Outcomes, flaggedRows: number): ModelOnTest {
  const flags = flagsAtCoverage(model.score, flaggedRows);
  let [hits, earned] = [0, 0];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i] as number;
    if (label[i] === 1) hits += flag;
    earned += flag * (profit[i] as number);
  }
  return {
    source: 'artifact',
    refusal: null,
    lossType: model.lossType,
    positiveExampleWeightMult: model.positiveExampleWeightMult,
    flaggedByItself: model.flagged.reduce((sum, flag) => sum + flag, 0),
    precision: flaggedRows > 0 ? hits / flaggedRows : null,
    expectancy: flaggedRows > 0 ? earned / flaggedRows : null,
    logLoss: logLoss(model, label),
  };
}

function told({ refusal, metrics }: ServiceMetrics, rows: number, positives: number): ModelOnTest {
  const precision = share(metrics['test:precision']);
  const recall = share(metrics['test:recall']);
  const flagged = precision && recall !== null ? Math.round((recall * positives) / precision) : null;
  return {
    source: 'service',
    refusal,
    lossType: null,
    positiveExampleWeightMult: null,
    flaggedByItself: flagged === null ? null : Math.min(rows, flagged),
    precision,
    expectancy: null,
    logLoss: null,
  };
}

function positivesOf({ label }: Outcomes): number {
  return label.reduce((sum, one) => sum + one, 0);
}
