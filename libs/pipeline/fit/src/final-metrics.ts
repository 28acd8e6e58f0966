import type { LinearModel } from '@moving-ground/model';
import { confusionMatrix } from '@moving-ground/model';
import { accuracyOf, fBetaOf } from './calibrate-threshold.ts';
import type { Dataset } from './dataset.ts';
import type { Metric } from './fit-request.ts';
import type { Loss } from './loss.ts';
import { rankScores } from './ranked-scores.ts';
import { rocAuc } from './roc-auc.ts';
import type { ScoredDataset } from './score-dataset.ts';
import { scoreDataset } from './score-dataset.ts';
import type { Stage, TrainingLog } from './training-log.ts';

/** An exact ratio, 0 where there is nothing to divide by: a model that flags nothing has no precision to boast of. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** The metrics that depend on the threshold, over all rows. */
function thresholdMetrics(model: LinearModel, { scores, labels }: ScoredDataset): readonly Metric[] {
  const matrix = confusionMatrix(scores, labels, model.threshold);
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = matrix;
  const positives = truePositives + falseNegatives;
  const flagged = { truePositives, falsePositives, positives, negatives: falsePositives + trueNegatives };
  return [
    { name: 'binary_classification_accuracy', value: accuracyOf(flagged) },
    { name: 'binary_f_beta', value: fBetaOf(flagged, model.fBeta) },
    { name: 'precision', value: ratio(truePositives, truePositives + falsePositives) },
    { name: 'recall', value: ratio(truePositives, positives) },
  ];
}

function logScores(log: TrainingLog, stage: Stage, model: LinearModel, scored: ScoredDataset): void {
  for (const metric of thresholdMetrics(model, scored)) {
    const name = metric.name === 'binary_f_beta' ? `binary_f_${model.fBeta.toFixed(3)}` : metric.name;
    log.final(stage, metric, { name, kind: 'score' });
  }
  const area = stage === 'train' ? undefined : rocAuc(rankScores(scored.scores, scored.labels));
  if (area === undefined) return;
  log.final(stage, { name: 'roc_auc_score', value: area }, { name: 'roc_auc_score', kind: 'score' });
}

/** Judges the finished model on one part and logs what it finds. */
export function logFinalMetrics(
  log: TrainingLog,
  model: LinearModel,
  loss: Loss,
  part: { readonly stage: Stage; readonly data: Dataset },
): void {
  const { stage, data } = part;
  const scored = scoreDataset(model, data, loss);
  const name = stage === 'test' ? 'objective_loss' : 'objective_loss:final';
  log.final(stage, { name, value: scored.meanLoss }, { name: loss.objectiveName, kind: 'loss' });
  logScores(log, stage, model, scored);
}
