import { HyperparameterReader } from './hyperparameter-reader.ts';
import {
  anyNumber,
  either,
  flag,
  insideUnit,
  notNegative,
  oneOf,
  orAuto,
  positive,
  unit,
  whole,
} from './hyperparameter-value.ts';
import { InvalidHyperparameter } from './invalid-hyperparameter.ts';
import type { LinearLearnerHyperparameters as Hyperparameters } from './linear-learner-hyperparameters.ts';
import { OPTIMIZERS, SELECTION_CRITERIA } from './linear-learner-hyperparameters.ts';

/** Samples of the algorithm's container: more than it ever sees here. */
const CALIBRATION_SAMPLES = 10_000_000;

/** Criteria older clients send, by today's names. */
const LEGACY_CRITERIA = { f1: 'f_beta', cross_entropy_loss: 'loss_function' } as const;

function requireBinaryClassifier(read: HyperparameterReader): void {
  const types = oneOf('binary_classifier', 'regressor', 'multiclass_classifier');
  const type = read.get('predictor_type', types, undefined);
  if (type === 'binary_classifier') return;
  if (type === undefined) throw InvalidHyperparameter.missing('predictor_type');
  const offered =
    "accepts one of the following: 'binary_classifier'; the other predictors are not offered here";
  throw InvalidHyperparameter.ofValue('predictor_type', type, offered);
}

function readTraining(read: HyperparameterReader) {
  return {
    featureDim: read.get('feature_dim', orAuto(whole(1)), 'auto' as const),
    miniBatchSize: read.get('mini_batch_size', whole(1), 1000),
    epochs: read.get('epochs', whole(1), 15),
    useBias: read.get('use_bias', flag, true),
    loss: read.resolved('loss', oneOf('logistic', 'hinge_loss'), 'logistic'),
    margin: read.get('margin', positive, 1),
    positiveExampleWeightMult: read.get(
      'positive_example_weight_mult',
      either(positive, oneOf('balanced', 'auto')),
      1,
    ),
    earlyStoppingPatience: read.get('early_stopping_patience', whole(1), 3),
    earlyStoppingTolerance: read.get('early_stopping_tolerance', positive, 0.001),
    numModels: read.get('num_models', orAuto(whole(1)), 'auto' as const),
    tuningObjective: read.get('_tuning_objective_metric', { read: String, expected: 'expects a name' }, null),
  };
}

function readOptimizer(read: HyperparameterReader) {
  return {
    optimizer: read.resolved('optimizer', oneOf(...OPTIMIZERS), 'adam'),
    learningRate: read.get('learning_rate', orAuto(positive), 'auto' as const),
    wd: read.get('wd', orAuto(notNegative), 'auto' as const),
    l1: read.get('l1', orAuto(notNegative), 'auto' as const),
    momentum: read.resolved('momentum', unit, 0),
    beta1: read.resolved('beta_1', unit, 0.9),
    beta2: read.resolved('beta_2', unit, 0.999),
    biasLrMult: read.resolved('bias_lr_mult', positive, 10),
    biasWdMult: read.resolved('bias_wd_mult', notNegative, 0),
    useLrScheduler: read.get('use_lr_scheduler', flag, true),
    lrSchedulerStep: read.get('lr_scheduler_step', orAuto(whole(1)), 'auto' as const),
    lrSchedulerFactor: read.get('lr_scheduler_factor', orAuto(insideUnit), 'auto' as const),
    lrSchedulerMinimumLr: read.get('lr_scheduler_minimum_lr', orAuto(positive), 'auto' as const),
  };
}

function readData(read: HyperparameterReader, useBias: boolean) {
  return {
    normalizeData: read.resolved('normalize_data', flag, true),
    unbiasData: read.resolved('unbias_data', flag, useBias),
    numPointForScaler: read.get('num_point_for_scaler', whole(1), 10_000),
    initMethod: read.get('init_method', oneOf('uniform', 'normal'), 'uniform' as const),
    initScale: read.get('init_scale', positive, 0.07),
    initSigma: read.get('init_sigma', positive, 0.01),
    initBias: read.get('init_bias', anyNumber, 0),
  };
}

function readCalibration(read: HyperparameterReader) {
  const legacy = oneOf('f1', 'cross_entropy_loss');
  const criterion = read.get(
    'binary_classifier_model_selection_criteria',
    either(oneOf(...SELECTION_CRITERIA), legacy),
    'accuracy' as const,
  );
  return {
    criterion:
      criterion === 'f1' || criterion === 'cross_entropy_loss' ? LEGACY_CRITERIA[criterion] : criterion,
    numCalibrationSamples: read.resolved('num_calibration_samples', whole(1), CALIBRATION_SAMPLES),
    targetRecall: read.get('target_recall', insideUnit, 0.8),
    targetPrecision: read.get('target_precision', insideUnit, 0.8),
    fBeta: read.get('f_beta', positive, 1),
  };
}

/** Known names that say nothing to a binary classifier: their values are checked and not used. */
function checkUnused(read: HyperparameterReader): void {
  read.get('normalize_label', orAuto(flag), undefined);
  read.get('unbias_label', orAuto(flag), undefined);
  read.get('num_classes', whole(3, 1_000_000), undefined);
  read.get('accuracy_top_k', whole(1), undefined);
  read.get('balance_multiclass_weights', flag, undefined);
  read.get('quantile', insideUnit, undefined);
  read.get('loss_insensitivity', positive, undefined);
  read.get('huber_delta', notNegative, undefined);
  read.get('force_dense', flag, undefined);
}

/**
 * Reads the text values a training job is given, with the algorithm's defaults.
 * @throws InvalidHyperparameter for an unknown name, a value out of range, or a predictor that is not offered
 */
export function parseHyperparameters(record: Readonly<Record<string, string>>): Hyperparameters {
  const read = new HyperparameterReader(record);
  requireBinaryClassifier(read);
  const training = readTraining(read);
  const hyperparameters = {
    ...training,
    ...readOptimizer(read),
    ...readData(read, training.useBias),
    ...readCalibration(read),
  };
  checkUnused(read);
  read.refuseUnknown();
  return hyperparameters;
}
