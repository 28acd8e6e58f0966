import { z } from 'zod';
import type { Trial } from '@moving-ground/search';
import type { ParameterRange } from '@moving-ground/tuning-config';
import type { JsonObject } from '../../protocol/json-service.ts';
import { ServiceError } from '../../protocol/service-error.ts';
import { invalid, nameOf } from '../resource/parse-input.ts';
import { objectiveOf, type TrainingJob } from '../training/training-job.ts';
import type { TuningJob } from './tuning-job.ts';

/** What a tuning learns from before its first training. */
export type WarmStart = {
  readonly type: 'IdenticalDataAndAlgorithm' | 'TransferLearning';
  /** Names of tunings that have ended. */
  readonly parents: readonly string[];
};

export const warmStartInput = z.strictObject({
  ParentHyperParameterTuningJobs: z
    .array(z.strictObject({ HyperParameterTuningJobName: nameOf(32) }))
    .min(1)
    .max(5),
  WarmStartType: z.enum(['IdenticalDataAndAlgorithm', 'TransferLearning']),
});

export function warmStartOf(given: z.infer<typeof warmStartInput> | undefined): WarmStart | undefined {
  return (
    given && {
      type: given.WarmStartType,
      parents: given.ParentHyperParameterTuningJobs.map((parent) => parent.HyperParameterTuningJobName),
    }
  );
}

/** As it was given, for a description. */
export function warmStartConfig({ type, parents }: WarmStart): JsonObject {
  return {
    ParentHyperParameterTuningJobs: parents.map((name) => ({ HyperParameterTuningJobName: name })),
    WarmStartType: type,
  };
}

const ENDED: readonly string[] = ['Completed', 'Stopped', 'Failed'];

/** @throws ServiceError where a parent is missing, goes on, or was after something else */
export function checkParents(
  { parents }: WarmStart,
  { plan }: Pick<TuningJob, 'plan'>,
  find: (name: string) => TuningJob | undefined,
): void {
  for (const name of parents) {
    const parent = find(name);
    if (!parent)
      throw new ServiceError(
        'ResourceNotFound',
        `Requested resource not found: hyperparameter tuning job ${name}`,
      );
    if (!ENDED.includes(parent.status))
      throw invalid(`the parent tuning job ${name} is ${parent.status}: wait for its end`);
    const { metricName, type } = parent.plan.objective;
    if (metricName !== plan.objective.metricName || type !== plan.objective.type)
      throw invalid(
        `the parent tuning job ${name} has the objective ${type} ${metricName}: it must be this one\'s`,
      );
    const [theirs, ours] = [parent.plan.ranges, plan.ranges].map(namesOf);
    if (theirs !== ours)
      throw invalid(
        `the parent tuning job ${name} searches ${theirs}, this one ${ours}: they must be the same`,
      );
  }
}

function namesOf(ranges: readonly ParameterRange[]): string {
  return ranges
    .map(({ name }) => name)
    .sort()
    .join(', ');
}

/**
 * What the parents' trainings tell: of identical data all of their objectives, of other data only what to try first, as
 * their objectives may be of another size. Values outside of the present ranges tell nothing.
 */
export type Learned = {
  readonly trials: readonly Trial[];
  readonly firstTries: readonly Trial['configuration'][];
};

export function learnedFrom(
  { type }: WarmStart,
  parents: readonly (readonly TrainingJob[])[],
  { plan }: Pick<TuningJob, 'plan'>,
): Learned {
  const told = parents.map((trainings) => trainings.flatMap((job) => trialOf(job, plan.ranges)));
  if (type === 'IdenticalDataAndAlgorithm') return { trials: told.flat(), firstTries: [] };
  const sign = plan.objective.type === 'Maximize' ? 1 : -1;
  const best = told.flatMap((trials) => {
    const [first] = trials.toSorted((x, y) => sign * ((y.objective ?? 0) - (x.objective ?? 0)));
    return first ? [first.configuration] : [];
  });
  return { trials: [], firstTries: best };
}

function trialOf(job: TrainingJob, ranges: readonly ParameterRange[]): Trial[] {
  const [objective, configuration] = [objectiveOf(job), job.tuning?.tuned ?? {}];
  const isWithin = ranges.every((range) => contains(range, configuration[range.name]));
  return objective !== null && isWithin ? [{ configuration, objective }] : [];
}

function contains(range: ParameterRange, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (range.kind === 'categorical') return range.values.includes(text);
  return Number(text) >= range.min && Number(text) <= range.max;
}
