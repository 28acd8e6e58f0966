export const OPTIMIZERS = ['adam', 'sgd', 'rmsprop'] as const;

export type Optimizer = (typeof OPTIMIZERS)[number];

export const SELECTION_CRITERIA = [
  'accuracy',
  'f_beta',
  'precision_at_target_recall',
  'recall_at_target_precision',
  'loss_function',
] as const;

/** What the threshold, and the best of several models, are chosen by. */
export type SelectionCriterion = (typeof SELECTION_CRITERIA)[number];

/** Every hyperparameter of Linear Learner that matters to a binary classifier. `auto` is left where data or grid decide. */
export type LinearLearnerHyperparameters = {
  readonly featureDim: number | 'auto';
  readonly miniBatchSize: number;
  readonly epochs: number;
  readonly useBias: boolean;
  readonly loss: 'logistic' | 'hinge_loss';
  readonly margin: number;
  readonly optimizer: Optimizer;
  readonly learningRate: number | 'auto';
  /** L2, inside the gradient. */
  readonly wd: number | 'auto';
  readonly l1: number | 'auto';
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly biasLrMult: number;
  readonly biasWdMult: number;
  readonly useLrScheduler: boolean;
  readonly lrSchedulerStep: number | 'auto';
  readonly lrSchedulerFactor: number | 'auto';
  readonly lrSchedulerMinimumLr: number | 'auto';
  readonly normalizeData: boolean;
  /** Whether the mean is taken off the features; auto is `useBias`, because only a bias can give it back. */
  readonly unbiasData: boolean;
  readonly numPointForScaler: number;
  readonly initMethod: 'uniform' | 'normal';
  readonly initScale: number;
  readonly initSigma: number;
  readonly initBias: number;
  readonly numModels: number | 'auto';
  readonly numCalibrationSamples: number;
  readonly criterion: SelectionCriterion;
  readonly targetRecall: number;
  readonly targetPrecision: number;
  readonly fBeta: number;
  readonly positiveExampleWeightMult: number | 'balanced' | 'auto';
  readonly earlyStoppingPatience: number;
  readonly earlyStoppingTolerance: number;
  /** The metric a tuning job watches; present only under automatic tuning, where one model is trained. */
  readonly tuningObjective: string | null;
};
