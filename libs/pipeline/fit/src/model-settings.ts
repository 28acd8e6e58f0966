import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';

/** What may differ between the models trained side by side. */
export type ModelSettings = {
  readonly learningRate: number;
  readonly wd: number;
  readonly l1: number;
  readonly lrSchedulerStep: number;
  readonly lrSchedulerFactor: number;
  readonly lrSchedulerMinimumLr: number;
  /** What an example of label 1 weighs; one of label 0 weighs 1. */
  readonly positiveWeight: number;
};

/** Models of the algorithm's own grid. */
const GRID_SIZE = 32;

/** One model's values where the hyperparameters say auto: those the container printed in 2018. */
const SINGLE = { learningRate: 0.005, wd: 0, lrSchedulerStep: 100, lrSchedulerMinimumLr: 1e-5 };

/** The grid's values, by bits of the model's index. */
function gridPoint(index: number): typeof SINGLE {
  const bit = (at: number) => (index >> at) & 1;
  return {
    lrSchedulerStep: bit(0) === 0 ? 10 : 100,
    lrSchedulerMinimumLr: bit(1) === 0 ? 1e-5 : 1e-4,
    learningRate: bit(2) === 0 ? 0.005 : 0.1,
    wd: 10 ** (2 * ((index >> 3) & 3) - 4),
  };
}

function modelCount({ numModels, tuningObjective }: LinearLearnerHyperparameters): number {
  if (tuningObjective !== null) return 1;
  return numModels === 'auto' ? GRID_SIZE : numModels;
}

function given(value: number | 'auto', otherwise: number): number {
  return value === 'auto' ? otherwise : value;
}

/** The algorithm does not say what `auto` tries: here equal weights and balanced ones, judged by the criterion. */
function positiveWeights(
  weight: number | 'balanced' | 'auto',
  negativesToPositives: number,
): readonly number[] {
  if (weight === 'auto') return [1, negativesToPositives];
  return [weight === 'balanced' ? negativesToPositives : weight];
}

/**
 * The settings of every model to train: one with the given values, or the grid, in which given values stay fixed.
 * @param negativesToPositives negatives over positives in the train channel
 */
export function modelSettingsOf(
  hyperparameters: LinearLearnerHyperparameters,
  negativesToPositives: number,
): readonly ModelSettings[] {
  const count = modelCount(hyperparameters);
  const points = Array.from({ length: count }, (_, i) => (count === 1 ? SINGLE : gridPoint(i % GRID_SIZE)));
  const weights = positiveWeights(hyperparameters.positiveExampleWeightMult, negativesToPositives);
  return points.flatMap((point) =>
    weights.map((positiveWeight) => ({
      learningRate: given(hyperparameters.learningRate, point.learningRate),
      wd: given(hyperparameters.wd, point.wd),
      l1: given(hyperparameters.l1, 0),
      lrSchedulerStep: given(hyperparameters.lrSchedulerStep, point.lrSchedulerStep),
      lrSchedulerFactor: given(hyperparameters.lrSchedulerFactor, 0.99),
      lrSchedulerMinimumLr: given(hyperparameters.lrSchedulerMinimumLr, point.lrSchedulerMinimumLr),
      positiveWeight,
    })),
  );
}
