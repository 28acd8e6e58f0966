import {
  CreateHyperParameterTuningJobCommand,
  DescribeHyperParameterTuningJobCommand,
  ListHyperParameterTuningJobsCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  StopHyperParameterTuningJobCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { inVain } from '../in-vain.ts';

/** The run's tuning job, and another like it that is stopped. Answers the name of the best training. */
export async function callTuning(client: SageMakerClient, runId: string): Promise<string> {
  const job = { HyperParameterTuningJobName: runId };
  const told = await client.send(new DescribeHyperParameterTuningJobCommand(job));
  await client.send(new ListHyperParameterTuningJobsCommand({ MaxResults: 1 }));
  await client.send(new ListTrainingJobsForHyperParameterTuningJobCommand({ ...job, MaxResults: 2 }));
  const another = { HyperParameterTuningJobName: 'checked-tuning' };
  const { HyperParameterTuningJobConfig, TrainingJobDefinition } = told;
  await client.send(
    new CreateHyperParameterTuningJobCommand({
      ...another,
      HyperParameterTuningJobConfig,
      TrainingJobDefinition,
    }),
  );
  await client.send(new DescribeHyperParameterTuningJobCommand(another));
  await client.send(new StopHyperParameterTuningJobCommand(another));
  await settled(client, another.HyperParameterTuningJobName);
  await client.send(new ListTrainingJobsForHyperParameterTuningJobCommand(another));
  await inVain(
    client.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'not-there' })),
  );
  return told.BestTrainingJob?.TrainingJobName ?? '';
}

async function settled(client: SageMakerClient, HyperParameterTuningJobName: string): Promise<void> {
  for (;;) {
    const asked = new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName });
    const { HyperParameterTuningJobStatus: status } = await client.send(asked);
    if (status !== 'InProgress' && status !== 'Stopping') return;
  }
}
