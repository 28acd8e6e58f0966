import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { inVain } from '../in-vain.ts';

const ENDPOINT = { EndpointName: 'checked' };
const MODEL = { ModelName: 'checked-model' };

/** A model of the run's best training behind an endpoint of its own, from its making to its end. */
export async function callHosting(client: SageMakerClient, best: string): Promise<void> {
  await callModels(client, best);
  await callConfigs(client);
  await callEndpoints(client);
  await client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'checked-1' }));
  await client.send(new DeleteModelCommand(MODEL));
  await inVain(client.send(new DescribeModelCommand({ ModelName: 'not-there' })));
  await inVain(client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'not-there' })));
  await inVain(client.send(new DescribeEndpointCommand({ EndpointName: 'not-there' })));
}

async function callModels(client: SageMakerClient, best: string): Promise<void> {
  const told = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: best }));
  const PrimaryContainer = {
    Image: told.AlgorithmSpecification?.TrainingImage,
    ModelDataUrl: told.ModelArtifacts?.S3ModelArtifacts,
  };
  const { RoleArn: ExecutionRoleArn } = told;
  const { ModelArn } = await client.send(
    new CreateModelCommand({ ...MODEL, PrimaryContainer, ExecutionRoleArn }),
  );
  await client.send(new DescribeModelCommand(MODEL));
  await client.send(new ListModelsCommand({ MaxResults: 1 }));
  await client.send(new AddTagsCommand({ ResourceArn: ModelArn, Tags: [{ Key: 'checked', Value: 'yes' }] }));
  await client.send(new ListTagsCommand({ ResourceArn: ModelArn }));
}

async function callConfigs(client: SageMakerClient): Promise<void> {
  const variant = { VariantName: 'champion', ...MODEL, InitialInstanceCount: 1 };
  const ProductionVariants = [{ ...variant, InstanceType: 'ml.t2.medium' as const }];
  for (const EndpointConfigName of ['checked-1', 'checked-2'])
    await client.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants }));
  await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'checked-1' }));
  await client.send(new ListEndpointConfigsCommand({ MaxResults: 1 }));
}

async function callEndpoints(client: SageMakerClient): Promise<void> {
  await client.send(new CreateEndpointCommand({ ...ENDPOINT, EndpointConfigName: 'checked-1' }));
  await settled(client);
  await client.send(new UpdateEndpointCommand({ ...ENDPOINT, EndpointConfigName: 'checked-2' }));
  await inVain(client.send(new UpdateEndpointCommand({ ...ENDPOINT, EndpointConfigName: 'not-there' })));
  await settled(client);
  await client.send(new ListEndpointsCommand());
  await client.send(new DeleteEndpointCommand(ENDPOINT));
}

async function settled(client: SageMakerClient): Promise<void> {
  for (;;) {
    const { EndpointStatus } = await client.send(new DescribeEndpointCommand(ENDPOINT));
    if (EndpointStatus === 'InService') return;
  }
}
