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

  const WHOLE = 'expects a whole number from 1 up';
  const POSITIVE = 'expects a number above 0';
  const AT_LEAST_0 = 'expects a number of at least 0';
  const INSIDE = 'expects a number above 0 and below 1';
  const UNIT = 'expects a number from 0 to 1';
  const FLAG = "accepts one of the following: 'true', 'false'";
  const orAuto = (expected: string) => `${expected}, or accepts one of the following: 'auto'`;

  /** Name, a value at each edge that is taken, one beyond that is not, and what is said of that. */
  it.each<[string, string[], string[], string]>([
    ['feature_dim', ['auto', '1', '605'], ['0', '-1', '1.5'], orAuto(WHOLE)],
    ['mini_batch_size', ['1', '5000'], ['0', '10.5', 'auto'], WHOLE],
    ['epochs', ['1', '100'], ['0', '', '1e1'], WHOLE],
    ['use_bias', ['true', 'False'], ['yes', '1', 'auto'], FLAG],
    [
      'positive_example_weight_mult',
      ['balanced', 'auto', '1e-5', '100000'],
      ['0', '-1', 'even'],
      `${POSITIVE}, or accepts one of the following: 'balanced', 'auto'`,
    ],
    [
      'loss',
      ['auto', 'logistic', 'hinge_loss'],
      ['squared_loss', 'Logistic'],
      "accepts one of the following: 'logistic', 'hinge_loss', or accepts one of the following: 'auto'",
    ],
    ['margin', ['0.001', '7'], ['0', 'auto'], POSITIVE],
    [
      'optimizer',
      ['auto', 'adam', 'sgd', 'rmsprop'],
      ['adagrad'],
      "accepts one of the following: 'adam', 'sgd', 'rmsprop', or accepts one of the following: 'auto'",
    ],
    ['learning_rate', ['auto', '1e-05', '1'], ['0', 'NaN', 'Infinity', '0x1'], orAuto(POSITIVE)],
    ['wd', ['auto', '0', '1'], ['-1e-9'], orAuto(AT_LEAST_0)],
    ['l1', ['auto', '0', '1'], ['-1e-9'], orAuto(AT_LEAST_0)],
    ['momentum', ['auto', '0', '1'], ['1.01', '-0.1'], orAuto(UNIT)],
    ['beta_1', ['auto', '0', '1'], ['1.01', '-0.1'], orAuto(UNIT)],
    ['beta_2', ['auto', '0', '1'], ['1.5'], orAuto(UNIT)],
    ['bias_lr_mult', ['auto', '0.1'], ['0'], orAuto(POSITIVE)],
    ['bias_wd_mult', ['auto', '0'], ['-1'], orAuto(AT_LEAST_0)],
    ['use_lr_scheduler', ['true', 'false'], ['maybe'], FLAG],
    ['lr_scheduler_step', ['auto', '1'], ['0', '2.5'], orAuto(WHOLE)],
    ['lr_scheduler_factor', ['auto', '0.5'], ['0', '1'], orAuto(INSIDE)],
    ['lr_scheduler_minimum_lr', ['auto', '1e-9'], ['0'], orAuto(POSITIVE)],
    ['normalize_data', ['auto', 'true', 'false'], ['2'], orAuto(FLAG)],
    ['normalize_label', ['auto', 'true', 'false'], ['2'], orAuto(FLAG)],
    ['unbias_data', ['auto', 'true', 'false'], ['2'], orAuto(FLAG)],
    ['unbias_label', ['auto', 'true', 'false'], ['2'], orAuto(FLAG)],
    ['num_point_for_scaler', ['1'], ['0'], WHOLE],
    ['init_method', ['uniform', 'normal'], ['zero'], "accepts one of the following: 'uniform', 'normal'"],
    ['init_scale', ['0.07'], ['0'], POSITIVE],
    ['init_sigma', ['0.01'], ['0'], POSITIVE],
    ['init_bias', ['-3', '0'], ['x'], 'expects a number'],
    ['num_models', ['auto', '1', '32'], ['0'], orAuto(WHOLE)],
    ['num_calibration_samples', ['auto', '1'], ['0'], orAuto(WHOLE)],
    [
      'binary_classifier_model_selection_criteria',
      [
        'accuracy',
        'f_beta',
        'precision_at_target_recall',
        'recall_at_target_precision',
        'loss_function',
        'f1',
        'cross_entropy_loss',
      ],
      ['auc'],
      "accepts one of the following: 'accuracy', 'f_beta', 'precision_at_target_recall', 'recall_at_target_precision', 'loss_function', or accepts one of the following: 'f1', 'cross_entropy_loss'",
    ],
    ['target_recall', ['0.01', '0.99'], ['0', '1'], INSIDE],
    ['target_precision', ['0.01', '0.99'], ['0', '1'], INSIDE],
    ['f_beta', ['0.5'], ['0'], POSITIVE],
    ['early_stopping_patience', ['1'], ['0'], WHOLE],
    ['early_stopping_tolerance', ['0.001'], ['0'], POSITIVE],
    ['num_classes', ['3', '1000000'], ['2', '1000001'], 'expects a whole number from 3 to 1000000'],
    ['accuracy_top_k', ['1'], ['0'], WHOLE],
    ['balance_multiclass_weights', ['true'], ['x'], FLAG],
    ['quantile', ['0.5'], ['1'], INSIDE],
    ['loss_insensitivity', ['0.01'], ['0'], POSITIVE],
    ['huber_delta', ['0'], ['-1'], AT_LEAST_0],
    ['force_dense', ['true'], ['x'], FLAG],
  ])('take %s as %j and refuse %j', (name, taken, refused, expected) => {
    for (const value of taken) parseHyperparameters({ ...required, [name]: value });
    for (const value of refused) {
      expect(() => parseHyperparameters({ ...required, [name]: value })).toThrow(
        expect.objectContaining({
          name: 'InvalidHyperparameter',
          hyperparameter: name,
          value,
          message: `The value '${value}' is not valid for the '${name}' hyperparameter which ${expected}`,
        }),
      );
    }
  });

  it('refuse a name the algorithm does not have', () => {
    expect(() => parseHyperparameters({ ...required, learning_rat: '0.1' })).toThrow(
      expect.objectContaining({
        hyperparameter: 'learning_rat',
        message: "Additional hyperparameters are not allowed ('learning_rat' was unexpected)",
      }),
    );
  });

  it.each(['regressor', 'multiclass_classifier'])('refuse a %s as not offered', (type) => {
    expect(() => parseHyperparameters({ predictor_type: type })).toThrow(
      `The value '${type}' is not valid for the 'predictor_type' hyperparameter which accepts one of the following: 'binary_classifier'; the other predictors are not offered here`,
    );
  });

  it('refuse to be without a predictor type', () => {
    expect(() => parseHyperparameters({})).toThrow(
      "No value(s) were specified for 'predictor_type' which are required hyperparameter(s)",
    );
  });
});
