import type { TuningPlan } from '@moving-ground/tuning-config';
import type { TrainingWatch } from '../training/training-outcome.ts';

/** Trainings that must have come as far before one is held against them. */
const LEAST_TRAININGS = 5;

/** The stage whose loss is told after each epoch where that is the objective; undefined where it is another metric. */
const STAGES: Readonly<Record<string, TrainingWatch['stage']>> = {
  'train:objective_loss': 'train',
  'validation:objective_loss': 'validation',
};

/**
 * The median rule, as the service describes it: after each epoch a training's objective is compared with the median of
 * the earlier trainings' running averages up to that epoch, and the training ends where it is worse.
 * @param curves the objective after each epoch of each earlier training, stopped ones included
 * @returns undefined where the plan does not stop early, or its objective is not told epoch by epoch
 */
export function watchOf(
  { objective, stopsEarly }: Pick<TuningPlan, 'objective' | 'stopsEarly'>,
  curves: readonly (readonly number[])[],
): TrainingWatch | undefined {
  const stage = STAGES[objective.metricName];
  if (!stopsEarly || !stage) return undefined;
  return { stage, type: objective.type, limits: limitsOf(curves) };
}

/** For each epoch; null where too few trainings have come so far. */
function limitsOf(curves: readonly (readonly number[])[]): readonly (number | null)[] {
  const epochs = Math.max(0, ...curves.map(({ length }) => length));
  return Array.from({ length: epochs }, (_, epoch) => {
    const reached = curves.filter(({ length }) => length > epoch);
    return reached.length < LEAST_TRAININGS
      ? null
      : medianOf(reached.map((curve) => meanOf(curve.slice(0, epoch + 1))));
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[place] as number;
  const last = sorted.length - 1;
  return (at(last >> 1) + at((last + 1) >> 1)) / 2;
}
