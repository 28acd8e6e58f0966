import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  StopTrainingJobCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { inVain } from '../in-vain.ts';

/** The best training of the run, another like it, and one that cannot succeed. */
export async function callTraining(client: SageMakerClient, best: string): Promise<void> {
  const told = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: best }));
  const { AlgorithmSpecification, RoleArn, InputDataConfig, OutputDataConfig } = told;
  const { ResourceConfig, StoppingCondition, HyperParameters = {} } = told;
  const same = { RoleArn, InputDataConfig, OutputDataConfig, ResourceConfig, StoppingCondition };
  const image = {
    TrainingImage: AlgorithmSpecification?.TrainingImage,
    TrainingInputMode: AlgorithmSpecification?.TrainingInputMode,
  };
  const given = Object.entries(HyperParameters).filter(([name]) => !name.startsWith('_'));
  const begin = (TrainingJobName: string, changed: Readonly<Record<string, string>>) =>
    client.send(
      new CreateTrainingJobCommand({
        ...same,
        AlgorithmSpecification: image,
        TrainingJobName,
        HyperParameters: { ...Object.fromEntries(given), ...changed },
      }),
    );
  await begin('checked-training', {});
  await settled(client, 'checked-training');
  await begin('checked-failing', { feature_dim: '7' });
  await settled(client, 'checked-failing');
  await begin('checked-stopped', { epochs: '1000' });
  await client.send(new StopTrainingJobCommand({ TrainingJobName: 'checked-stopped' }));
  await settled(client, 'checked-stopped');
  await client.send(new ListTrainingJobsCommand({ MaxResults: 3 }));
  await inVain(begin('checked-training', {}));
  await inVain(begin('not a name', {}));
  await inVain(client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'not-there' })));
}

async function settled(client: SageMakerClient, TrainingJobName: string): Promise<void> {
  for (;;) {
    const told = await client.send(new DescribeTrainingJobCommand({ TrainingJobName }));
    if (told.TrainingJobStatus !== 'InProgress' && told.TrainingJobStatus !== 'Stopping') return;
  }
}
