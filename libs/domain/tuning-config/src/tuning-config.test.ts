import { describe, expect, it } from 'vitest';
import { parseTuningJobConfig } from './parse-tuning-job-config.ts';
import { renderStaticHyperparameters, renderTuningJobConfig } from './render-tuning-job-config.ts';
import { smallestMiniBatch } from './smallest-mini-batch.ts';
import { tuningConfigOf } from './tuning-config-of.ts';

const settings = {
  objective: 'test:precision',
  maxJobs: 10,
  maxParallelJobs: 2,
  epochs: 15,
  targetRecall: 0.25,
  seed: 1,
};

/** As published in the article, key by key; the seed is the one thing it leaves out. */
const PUBLISHED_CONFIG = `{
  "Strategy": "Bayesian",
  "HyperParameterTuningJobObjective": { "Type": "Maximize", "MetricName": "test:precision" },
  "ResourceLimits": { "MaxNumberOfTrainingJobs": 10, "MaxParallelTrainingJobs": 2 },
  "ParameterRanges": {
    "CategoricalParameterRanges": [{ "Name": "use_bias", "Values": ["true", "false"] }],
    "ContinuousParameterRanges": [
      { "Name": "l1", "MinValue": "0.0000001", "MaxValue": "1", "ScalingType": "Logarithmic" },
      { "Name": "learning_rate", "MinValue": "0.00001", "MaxValue": "1", "ScalingType": "Logarithmic" },
      { "Name": "positive_example_weight_mult", "MinValue": "0.00001", "MaxValue": "10000", "ScalingType": "Logarithmic" },
      { "Name": "wd", "MinValue": "0.0000001", "MaxValue": "1", "ScalingType": "Logarithmic" }
    ],
    "IntegerParameterRanges": [
      { "Name": "mini_batch_size", "MinValue": "100", "MaxValue": "1000", "ScalingType": "Logarithmic" }
    ]
  },
  "RandomSeed": 1
}`;

const PUBLISHED_STATIC = `{
  "feature_dim": "605", "epochs": "15", "normalize_data": "true", "normalize_label": "false",
  "predictor_type": "binary_classifier",
  "binary_classifier_model_selection_criteria": "precision_at_target_recall", "target_recall": "0.25"
}`;

type Edit = (document: Record<string, unknown>, ranges: Record<string, Record<string, unknown>[]>) => void;

/** The published document with one thing changed. */
function edited(edit: Edit): unknown {
  const document = JSON.parse(PUBLISHED_CONFIG) as Record<string, unknown>;
  edit(document, document['ParameterRanges'] as Record<string, Record<string, unknown>[]>);
  return document;
}

describe('the article’s tuning', () => {
  const config = tuningConfigOf(settings);

  it('renders the published configuration to the letter, key order and number texts included', () => {
    const published = JSON.stringify(JSON.parse(PUBLISHED_CONFIG));
    expect(JSON.stringify(renderTuningJobConfig(config))).toBe(published);
  });

  it('renders the published static hyperparameters to the letter', () => {
    const published = JSON.stringify(JSON.parse(PUBLISHED_STATIC));
    expect(JSON.stringify(renderStaticHyperparameters(config, 605))).toBe(published);
  });

  it('reads back what it renders', () => {
    const { staticHyperparameters } = config;
    const plan = parseTuningJobConfig(renderTuningJobConfig(config));
    expect({ staticHyperparameters, ...plan }).toEqual(config);
  });

  it('needs at least its smallest mini-batch of rows', () => {
    expect(smallestMiniBatch(config)).toBe(100);
    const fixed = { ...config, ranges: [], staticHyperparameters: { mini_batch_size: '64' } };
    expect(smallestMiniBatch(fixed)).toBe(64);
    expect(smallestMiniBatch({ ...fixed, staticHyperparameters: {} })).toBe(1000);
  });
});

describe('reading a tuning job configuration', () => {
  it('leaves scaling, seed and time open where they are absent', () => {
    const plan = parseTuningJobConfig(
      edited((document, ranges) => {
        delete document['RandomSeed'];
        delete ranges['IntegerParameterRanges']![0]!['ScalingType'];
      }),
    );
    expect(plan.randomSeed).toBeNull();
    expect(plan.limits.maxRuntimeSeconds).toBeNull();
    expect(plan.ranges.at(-1)).toMatchObject({ name: 'mini_batch_size', scaling: 'Auto' });
  });

  it.each<[string, Edit, string]>([
    [
      'a logarithmic range from 0',
      (_, ranges) => (ranges['ContinuousParameterRanges']![0]!['MinValue'] = '0'),
      'l1 is scaled Logarithmic: MinValue must be above 0, was 0 to 1',
    ],
    [
      'a reverse-logarithmic range up to 1',
      (_, ranges) => (ranges['ContinuousParameterRanges']![0]!['ScalingType'] = 'ReverseLogarithmic'),
      'l1 is scaled ReverseLogarithmic: both ends must be at least 0 and below 1, was 1e-7 to 1',
    ],
    [
      'an end above the other',
      (_, ranges) => (ranges['ContinuousParameterRanges']![1]!['MinValue'] = '2'),
      'MinValue of learning_rate must not be above MaxValue, was 2 to 1',
    ],
    [
      'a fraction in an integer range',
      (_, ranges) => (ranges['IntegerParameterRanges']![0]!['MinValue'] = '100.5'),
      'MinValue of mini_batch_size must be a whole number, was "100.5"',
    ],
    [
      'a text that is no number',
      (_, ranges) => (ranges['ContinuousParameterRanges']![3]!['MaxValue'] = 'Infinity'),
      'MaxValue of wd must be a number, was "Infinity"',
    ],
    [
      'a name used twice',
      (_, ranges) => (ranges['ContinuousParameterRanges']![3]!['Name'] = 'l1'),
      'ParameterRanges names "l1" more than once',
    ],
    [
      'values used twice',
      (_, ranges) => (ranges['CategoricalParameterRanges']![0]!['Values'] = ['true', 'true']),
      'Values of use_bias must differ, were true, true',
    ],
    [
      'no range at all',
      (document) => (document['ParameterRanges'] = {}),
      'ParameterRanges must hold 1 to 30 ranges, had 0',
    ],
    [
      'no training job',
      (document) => (document['ResourceLimits'] = { MaxNumberOfTrainingJobs: 0, MaxParallelTrainingJobs: 1 }),
      'HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs',
    ],
    [
      'a strategy that is not offered',
      (document) => (document['Strategy'] = 'Hyperband'),
      'Strategy "Hyperband" is not offered here; use Bayesian or Random',
    ],
    [
      'another early stopping than the two there are',
      (document) => (document['TrainingJobEarlyStoppingType'] = 'Median'),
      'HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType',
    ],
    [
      'an end at convergence, whose meaning is not published',
      (document) =>
        (document['TuningJobCompletionCriteria'] = {
          ConvergenceDetected: { CompleteOnConvergence: 'Enabled' },
        }),
      'ConvergenceDetected is not offered here; use BestObjectiveNotImproving',
    ],
    [
      'patience of fewer than three trainings',
      (document) =>
        (document['TuningJobCompletionCriteria'] = {
          BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 2 },
        }),
      'BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving',
    ],
    ['an unknown field', (document) => (document['Startegy'] = 'Bayesian'), 'Startegy'],
  ])('refuses %s', (_, edit, message) => {
    expect(() => parseTuningJobConfig(edited(edit))).toThrow(
      expect.objectContaining({ name: 'InvalidTuningConfig', message: expect.stringContaining(message) }),
    );
  });
});
