import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  type DescribeTrainingJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { setTimeout as pause } from 'node:timers/promises';
import type { Step, VerifyContext } from './step.ts';
import { storeToyDataset } from './toy-dataset.ts';
import { TOY_HYPERPARAMETERS, toyTraining } from './toy-training.ts';

/** Fifteen minutes of ml.c4.xlarge at $0.279 an hour, which the stopping condition allows at most. */
const MOST_DOLLARS = 0.07;

/** One real training; the metrics that the selection reads must be among what it reports. */
export function trainingStep(name: string, hyperparameters: Readonly<Record<string, string>>): Step {
  return {
    name: `a training, ${name}`,
    dollars: MOST_DOLLARS,
    run: async (context) => {
      const TrainingJobName = `${context.namePrefix}verify-${name}`;
      const definition = toyTraining(context, await storeToyDataset(context));
      const HyperParameters = { ...TOY_HYPERPARAMETERS, ...hyperparameters };
      await context.sageMaker.send(
        new CreateTrainingJobCommand({ ...definition, TrainingJobName, HyperParameters }),
      );
      const ended = await trainingEnd(context, TrainingJobName);
      return { ...judged(ended), responses: { [`DescribeTrainingJob-${name}`]: ended } };
    },
  };
}

/** The description of a training that is over. */
export async function trainingEnd(
  { sageMaker, pollMs }: VerifyContext,
  TrainingJobName: string,
): Promise<DescribeTrainingJobCommandOutput> {
  for (;;) {
    const told = await sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName }));
    if (told.TrainingJobStatus !== 'InProgress' && told.TrainingJobStatus !== 'Stopping') return told;
    await pause(pollMs);
  }
}

const READ_BY_THE_SELECTION = ['validation:precision', 'validation:recall', 'test:precision', 'test:recall'];

function judged({
  TrainingJobStatus,
  FailureReason,
  FinalMetricDataList = [],
  BillableTimeInSeconds,
}: DescribeTrainingJobCommandOutput): { readonly state: 'ok' | 'wrong'; readonly says: string } {
  if (TrainingJobStatus !== 'Completed')
    return { state: 'wrong', says: `${TrainingJobStatus}: ${FailureReason}` };
  const reported = FinalMetricDataList.map(({ MetricName }) => MetricName);
  const missing = READ_BY_THE_SELECTION.filter((metric) => !reported.includes(metric));
  return missing.length
    ? { state: 'wrong', says: `it reports no ${missing.join(', ')}, only ${reported.join(', ')}` }
    : { state: 'ok', says: `${BillableTimeInSeconds} s billed` };
}
