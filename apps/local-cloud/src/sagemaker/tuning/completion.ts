import type { TuningPlan } from '@moving-ground/tuning-config';

/** Trainings at the end of these that did not reach a better objective than one before. @param objectives in order; null: none */
export function notImproving(
  { objective }: Pick<TuningPlan, 'objective'>,
  objectives: readonly (number | null)[],
): number {
  const sign = objective.type === 'Maximize' ? 1 : -1;
  let [best, since] = [-Infinity, 0];
  for (const value of objectives) {
    const isBetter = value !== null && sign * value > best;
    best = isBetter ? sign * value : best;
    since = isBetter ? 0 : since + 1;
  }
  return since;
}

/** Whether a tuning with these objectives begins no further training. */
export function isComplete(plan: TuningPlan, objectives: readonly (number | null)[]): boolean {
  const { targetObjective = null, notImproving: most = null } = plan.completion ?? {};
  const sign = plan.objective.type === 'Maximize' ? 1 : -1;
  const isReached =
    targetObjective !== null &&
    objectives.some((value) => value !== null && sign * value >= sign * targetObjective);
  return isReached || (most !== null && notImproving(plan, objectives) >= most);
}
