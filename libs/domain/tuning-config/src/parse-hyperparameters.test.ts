import { describe, expect, it } from 'vitest';
import { parseHyperparameters } from './parse-hyperparameters.ts';

const required = { predictor_type: 'binary_classifier' };

describe('hyperparameters of a binary classifier', () => {
  it('have the documented defaults', () => {
    expect(parseHyperparameters(required)).toEqual({
      featureDim: 'auto',
      miniBatchSize: 1000,
      epochs: 15,
      useBias: true,
      loss: 'logistic',
      margin: 1,
      optimizer: 'adam',
      learningRate: 'auto',
      wd: 'auto',
      l1: 'auto',
      momentum: 0,
      beta1: 0.9,
      beta2: 0.999,
      biasLrMult: 10,
      biasWdMult: 0,
      useLrScheduler: true,
      lrSchedulerStep: 'auto',
      lrSchedulerFactor: 'auto',
      lrSchedulerMinimumLr: 'auto',
      normalizeData: true,
      unbiasData: true,
      numPointForScaler: 10_000,
      initMethod: 'uniform',
      initScale: 0.07,
      initSigma: 0.01,
      initBias: 0,
      numModels: 'auto',
      numCalibrationSamples: 10_000_000,
      criterion: 'accuracy',
      targetRecall: 0.8,
      targetPrecision: 0.8,
      fBeta: 1,
      positiveExampleWeightMult: 1,
      earlyStoppingPatience: 3,
      earlyStoppingTolerance: 0.001,
      tuningObjective: null,
    });
  });

  it('are read from text as the service sends it', () => {
    const read = parseHyperparameters({
      ...required,
      feature_dim: '605',
      use_bias: 'False',
      learning_rate: '1e-05',
      wd: '0.0000001',
      positive_example_weight_mult: 'balanced',
      optimizer: 'auto',
      binary_classifier_model_selection_criteria: 'f1',
      _tuning_objective_metric: 'validation:precision',
      _log_level: 'info',
      normalize_label: 'false',
    });
    expect(read).toMatchObject({
      featureDim: 605,
      useBias: false,
      unbiasData: false,
      learningRate: 1e-5,
      wd: 1e-7,
      positiveExampleWeightMult: 'balanced',
      optimizer: 'adam',
      criterion: 'f_beta',
      tuningObjective: 'validation:precision',
    });
  });

  it.each([
    ['learning_rat', '0.1', 'a binary classifier of Linear Learner has none of this name'],
    ['mini_batch_size', '0', 'it must be a whole number from 1 up'],
    ['mini_batch_size', '10.5', 'it must be a whole number from 1 up'],
    ['learning_rate', '0', 'it must be a number above 0, or it must be one of auto'],
    ['learning_rate', 'NaN', 'it must be a number above 0'],
    ['wd', '-1', 'it must be a number of at least 0'],
    ['target_recall', '1', 'it must be a number above 0 and below 1'],
    ['beta_2', '1.5', 'it must be a number from 0 to 1'],
    ['use_bias', 'yes', 'it must be true or false'],
    ['optimizer', 'adagrad', 'it must be one of adam, sgd, rmsprop'],
    ['loss', 'squared_loss', 'it must be one of logistic, hinge_loss'],
    ['positive_example_weight_mult', '0', 'it must be one of balanced, auto'],
    ['init_bias', 'x', 'it must be a number'],
    ['epochs', '', 'it must be a whole number'],
    ['num_classes', '2', 'it must be a whole number from 3 to 1000000'],
  ])('refuse %s = "%s"', (name, value, expected) => {
    expect(() => parseHyperparameters({ ...required, [name]: value })).toThrow(
      expect.objectContaining({
        name: 'InvalidHyperparameter',
        hyperparameter: name,
        value,
        message: expect.stringMatching(
          new RegExp(`^hyperparameter ${name} was "${value.replace('.', '\\.')}"; .*${expected}`),
        ),
      }),
    );
  });

  it.each(['regressor', 'multiclass_classifier'])('refuse a %s as not offered', (type) => {
    expect(() => parseHyperparameters({ predictor_type: type })).toThrow(
      `hyperparameter predictor_type was "${type}"; only binary_classifier is offered here`,
    );
  });

  it('refuse to be without a predictor type', () => {
    expect(() => parseHyperparameters({})).toThrow('predictor_type was missing; it is required');
  });
});
