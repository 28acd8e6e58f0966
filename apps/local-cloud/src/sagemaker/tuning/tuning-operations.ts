import type { JsonObject, Operation } from '../../protocol/json-service.ts';
import { listPage } from '../resource/list-page.ts';
import { parseInput } from '../resource/parse-input.ts';
import type { SageMakerState } from '../sage-maker-state.ts';
import { tunedSummary } from '../training/describe-training.ts';
import { objectiveOf } from '../training/training-job.ts';
import { describeTuning, tuningSummary } from './describe-tuning.ts';
import { parseTuningInput, tuningJobInput } from './tuning-input.ts';
import { Tunings } from './tunings.ts';

type Name =
  | 'CreateHyperParameterTuningJob'
  | 'DescribeHyperParameterTuningJob'
  | 'ListHyperParameterTuningJobs'
  | 'StopHyperParameterTuningJob'
  | 'ListTrainingJobsForHyperParameterTuningJob';

const BY_NAME = { SortBy: 'Name', SortOrder: 'Ascending' } as const;

export function tuningOperations(state: SageMakerState): Readonly<Record<Name, Operation>> {
  const tunings = new Tunings(state);
  return {
    CreateHyperParameterTuningJob: async (input) => ({
      HyperParameterTuningJobArn: tunings.create(parseTuningInput(input)).arn,
    }),
    DescribeHyperParameterTuningJob: async (input) => {
      const tuning = tunings.existing(nameIn(input));
      return describeTuning(tuning, tunings.trainingsOf(tuning), tunings.overall(tuning));
    },
    ListHyperParameterTuningJobs: async (input) => {
      const { items, ...next } = listPage(tunings.all(), input, BY_NAME);
      const summaries = items.map((tuning) => tuningSummary(tuning, tunings.trainingsOf(tuning)));
      return { HyperParameterTuningJobSummaries: summaries, ...next };
    },
    StopHyperParameterTuningJob: async (input) => {
      tunings.stop(nameIn(input));
      return {};
    },
    ListTrainingJobsForHyperParameterTuningJob: async (input) => listTrainings(tunings, input),
  };
}

/** By objective, trainings without one are not listed. */
function listTrainings(tunings: Tunings, input: JsonObject): JsonObject {
  const all = tunings.trainingsOf(tunings.existing(nameIn(input)));
  const isByObjective = input['SortBy'] === 'FinalObjectiveMetricValue';
  const listed = isByObjective ? all.filter((job) => objectiveOf(job) !== null) : all;
  const { items, ...next } = listPage(listed, input, BY_NAME, {
    FinalObjectiveMetricValue: (job) => objectiveOf(job) ?? 0,
  });
  return { TrainingJobSummaries: items.map(tunedSummary), ...next };
}

function nameIn(input: JsonObject): string {
  return parseInput(tuningJobInput, input).HyperParameterTuningJobName;
}
