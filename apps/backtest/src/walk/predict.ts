import { emptyPredictions, ridgeScores, WindowAggregates, type Predictions } from '@moving-ground/judge';
import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { LinearModel } from '@moving-ground/model';
import { scoreRows } from '@moving-ground/serve';
import type { BatchRows } from './batch-rows.ts';
import { withoutPrices } from './tune-window.ts';
import type { AggregatesModel } from './tuned-window.ts';

/** The orders of a batch with what became of them, and nothing said of them yet. */
export function outcomesOf({ transactions }: BatchRows): Predictions {
  const outcomes = emptyPredictions(transactions.length);
  transactions.forEach(({ openTimeMs, closeTimeMs, outcome, actualProfit }, i) => {
    outcomes.openMs[i] = openTimeMs;
    outcomes.closeMs[i] = closeTimeMs;
    outcomes.label[i] = outcome === 'profit' ? 1 : 0;
    outcomes.profit[i] = actualProfit;
  });
  return outcomes;
}

/** What the endpoint would have answered. */
export function predict(model: LinearModel, rows: BatchRows, outcomes: Predictions): Predictions {
  const answers = scoreRows(model, rows.features, rows.transactions.length);
  return {
    ...outcomes,
    score: Float32Array.from(answers, ({ score }) => score),
    flagged: Float64Array.from(answers, ({ predictedLabel }) => predictedLabel),
  };
}

export function predictFromLags(model: LinearModel, rows: BatchRows, outcomes: Predictions): Predictions {
  return predict(model, withoutPrices(rows), outcomes);
}

export function predictFromAggregates(
  model: AggregatesModel,
  {
    rows,
    outcomes,
    schema,
  }: { readonly rows: BatchRows; readonly outcomes: Predictions; readonly schema: FeatureSchema },
): Predictions {
  const { features, featureDim, transactions } = rows;
  const values = new WindowAggregates(schema).of({ features, featureDim, rows: transactions.length });
  const score = ridgeScores(model, values);
  return { ...outcomes, score, flagged: Float64Array.from(score, (s) => (s >= model.threshold ? 1 : 0)) };
}

/** Every order is bought: nothing is known, and nothing needs to be. */
export function predictAlways(outcomes: Predictions): Predictions {
  return { ...outcomes, score: outcomes.score.map(() => 1), flagged: outcomes.flagged.map(() => 1) };
}
