import {
  CreateHyperParameterTuningJobCommand,
  DescribeHyperParameterTuningJobCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  type DescribeHyperParameterTuningJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { setTimeout as pause } from 'node:timers/promises';
import type { Step, VerifyContext } from './step.ts';
import { storeToyDataset } from './toy-dataset.ts';
import { TOY_HYPERPARAMETERS, toyTraining } from './toy-training.ts';

/** Two trainings of at most fifteen minutes. */
const MOST_DOLLARS = 0.14;
const TRAININGS = 2;

/** One small tuning: its best training must be named, and each must tell its objective. */
export const tuningStep: Step = {
  name: 'a tuning of two trainings',
  dollars: MOST_DOLLARS,
  run: async (context) => {
    const HyperParameterTuningJobName = `${context.namePrefix}verify`;
    await context.sageMaker.send(await creation(context, HyperParameterTuningJobName));
    const ended = await ending(context, HyperParameterTuningJobName);
    const listed = await context.sageMaker.send(
      new ListTrainingJobsForHyperParameterTuningJobCommand({ HyperParameterTuningJobName }),
    );
    const objectives = (listed.TrainingJobSummaries ?? []).map(
      ({ FinalHyperParameterTuningJobObjectiveMetric: metric }) => metric?.Value,
    );
    const best = ended.BestTrainingJob?.TrainingJobName;
    const isWhole = best !== undefined && objectives.length === TRAININGS && !objectives.includes(undefined);
    return {
      state: isWhole ? 'ok' : 'wrong',
      says: `${ended.HyperParameterTuningJobStatus}, best ${best}, objectives ${objectives.join(', ')}`,
      responses: {
        DescribeHyperParameterTuningJob: ended,
        ListTrainingJobsForHyperParameterTuningJob: listed,
      },
    };
  },
};

async function creation(
  context: VerifyContext,
  HyperParameterTuningJobName: string,
): Promise<CreateHyperParameterTuningJobCommand> {
  const definition = toyTraining(context, await storeToyDataset(context));
  return new CreateHyperParameterTuningJobCommand({
    HyperParameterTuningJobName,
    HyperParameterTuningJobConfig: {
      Strategy: 'Bayesian',
      HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'validation:precision' },
      ResourceLimits: { MaxNumberOfTrainingJobs: TRAININGS, MaxParallelTrainingJobs: TRAININGS },
      ParameterRanges: {
        ContinuousParameterRanges: [
          { Name: 'learning_rate', MinValue: '0.001', MaxValue: '0.1', ScalingType: 'Logarithmic' },
        ],
      },
    },
    TrainingJobDefinition: { ...definition, StaticHyperParameters: { ...TOY_HYPERPARAMETERS } },
  });
}

async function ending(
  { sageMaker, pollMs }: VerifyContext,
  HyperParameterTuningJobName: string,
): Promise<DescribeHyperParameterTuningJobCommandOutput> {
  for (;;) {
    const told = await sageMaker.send(
      new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName }),
    );
    if (told.HyperParameterTuningJobStatus !== 'InProgress') return told;
    await pause(pollMs);
  }
}
