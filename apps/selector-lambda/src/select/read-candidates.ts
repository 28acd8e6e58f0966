import type { TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import { RUN_ERRORS } from '@moving-ground/run';
import type { SelectorEffects } from '../selector-effects.ts';

/** A tuning without one completed training job: there is nothing to select from. */
export class TuningFailed extends Error {
  override readonly name = RUN_ERRORS.tuningFailed;
}

/** Every training job of the tuning with its final metrics, one after the other: the API throttles. @throws TuningFailed */
export async function readCandidates(
  tuningJobName: string,
  { sageMaker }: Pick<SelectorEffects, 'sageMaker'>,
): Promise<readonly TrainingJob[]> {
  const jobs: TrainingJob[] = [];
  for (const name of await sageMaker.listTrainingJobs(tuningJobName))
    jobs.push(await sageMaker.describeTrainingJob(name));
  if (jobs.some(({ status }) => status === 'Completed')) return jobs;
  const first = jobs.find(({ failureReason }) => failureReason)?.failureReason ?? 'no reason was given';
  throw new TuningFailed(
    `none of the ${jobs.length} training jobs of ${tuningJobName} completed, the first said: ${first}`,
  );
}
