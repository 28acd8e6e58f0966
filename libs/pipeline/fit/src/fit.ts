import type { LinearModel } from '@moving-ground/model';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';
import { calibrateThreshold } from './calibrate-threshold.ts';
import { checkData } from './check-data.ts';
import { logFinalMetrics } from './final-metrics.ts';
import type { FitRequest, FitResult } from './fit-request.ts';
import { floatText } from './float-text.ts';
import { lossOf } from './loss.ts';
import type { ModelSettings } from './model-settings.ts';
import { rankScores } from './ranked-scores.ts';
import { scoreDataset } from './score-dataset.ts';
import { calibrationSample } from './stopping-criterion.ts';
import { trainModels } from './train-models.ts';
import { TrainingLog } from './training-log.ts';

/** The threshold stays at 0.5, between the two classes of either loss, when the criterion is the loss itself. */
function calibrated(model: LinearModel, request: FitRequest): LinearModel {
  const { hyperparameters } = request;
  const sample = scoreDataset(model, calibrationSample(request), lossOf(hyperparameters));
  const calibration = calibrateThreshold(rankScores(sample.scores, sample.labels), hyperparameters);
  return { ...model, threshold: calibration?.threshold ?? model.threshold };
}

function describe(settings: ModelSettings, { optimizer }: LinearLearnerHyperparameters): string {
  const parts = [
    `"lr_scheduler_step": ${settings.lrSchedulerStep}`,
    `"wd": ${floatText(settings.wd)}`,
    `"optimizer": "${optimizer}"`,
    `"lr_scheduler_factor": ${floatText(settings.lrSchedulerFactor)}`,
    `"l1": ${floatText(settings.l1)}`,
    `"learning_rate": ${floatText(settings.learningRate)}`,
    `"lr_scheduler_minimum_lr": ${floatText(settings.lrSchedulerMinimumLr)}`,
  ];
  return `{${parts.join(', ')}}`;
}

function logParts(request: FitRequest, model: LinearModel, log: TrainingLog): void {
  const loss = lossOf(request.hyperparameters);
  for (const stage of ['train', 'validation', 'test'] as const) {
    const data = request[stage];
    if (data !== undefined) logFinalMetrics(log, model, loss, { stage, data });
  }
}

/**
 * Trains one Linear Learner: binary classifier, logistic or hinge loss. The same request gives the same bytes.
 * @throws UnusableData before anything is trained
 * @throws TrainingDiverged when the loss or the weights leave the range of numbers
 */
export function fit(request: FitRequest): FitResult {
  checkData(request);
  const log = new TrainingLog(request);
  const trained = trainModels(request, log);
  const model = calibrated(trained.model, request);
  logParts(request, model, log);
  log.info(`Best model found for hyperparameters: ${describe(trained.settings, request.hyperparameters)}`);
  if (request.test === undefined) log.info('Test data is not provided.');
  const { epochsRun, stoppedEarly, modelIndex } = trained;
  return { model, metrics: log.metrics, epochsRun, stoppedEarly, modelIndex };
}
