import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../create-app.ts';
import { StageNames } from '../names.ts';
import { STAGES } from '../stages/stages.ts';
import { withoutValidation } from '../synthesised.fixture.ts';
import { localCloud, type LocalCloud } from './start-local-cloud.ts';
import { teardownPlan } from './teardown-plan.ts';
import { removeWhatRunsMade } from './teardown.ts';

const names = new StageNames(STAGES[0]!);
const own = 'd-20260105t101500-0f3a9c21-1';
const others = ['p-20260105t101500-0f3a9c21-1', 'd-something-else'];

withoutValidation();
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await localCloud();
}, 120_000);
afterAll(() => cloud.close());

async function makeModelAndConfig(sageMaker: SageMakerClient, name: string): Promise<void> {
  const image = '644912444149.dkr.ecr.eu-west-2.amazonaws.com/linear-learner:1';
  await sageMaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: 'arn:aws:iam::000000000000:role/sagemaker',
      PrimaryContainer: { Image: image, ModelDataUrl: `s3://${cloud.bucket}/models/none/model.tar.gz` },
    }),
  );
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'champion', ModelName: name, InitialInstanceCount: 1, InstanceType: 'ml.t2.medium' },
      ],
    }),
  );
}

describe('a teardown', { timeout: 120_000 }, () => {
  it('removes the endpoint, configurations and models of its own stage, and can be run again', async () => {
    const sageMaker = new SageMakerClient(cloud.client);
    const states = new SFNClient(cloud.client);
    for (const name of [own, ...others]) await makeModelAndConfig(sageMaker, name);
    await sageMaker.send(
      new CreateEndpointCommand({ EndpointName: names.endpointName, EndpointConfigName: own }),
    );
    const said: string[] = [];
    for (let round = 0; round < 2; round++)
      await removeWhatRunsMade({ sageMaker, states }, names, cloud.stateMachineArn, (line) =>
        said.push(line),
      );
    expect(said).toEqual([
      `deleted endpoint ${names.endpointName}`,
      `deleted endpoint configuration ${own}`,
      `deleted model ${own}`,
    ]);
    expect((await sageMaker.send(new ListEndpointsCommand({}))).Endpoints).toEqual([]);
    const models = (await sageMaker.send(new ListModelsCommand({}))).Models ?? [];
    expect(models.map(({ ModelName }) => ModelName).sort()).toEqual([...others].sort());
    expect((await sageMaker.send(new ListEndpointConfigsCommand({}))).EndpointConfigs).toHaveLength(2);
  });

  it('ends what starts runs before it removes what runs made, and keeps the data unless told otherwise', () => {
    const kept = teardownPlan(false);
    expect(kept[0]).toEqual({ kind: 'destroy', stacks: ['live-scorer', 'streamer', 'watcher'] });
    expect(kept[1]).toEqual({ kind: 'remove-what-runs-made' });
    expect(JSON.stringify(kept)).not.toContain('"data"');
    // The NAT gateway is in it.
    expect(kept.at(-1)).toMatchObject({ stacks: expect.arrayContaining(['network']) as string[] });
    expect(
      teardownPlan(true)
        .slice(kept.length)
        .map(({ kind }) => kind),
    ).toEqual(['give-up-data', 'empty-buckets', 'destroy']);
  });

  it('that is told to, leaves nothing behind that its stack made', () => {
    const bundles = { lambda: () => '', image: () => '', glue: '' };
    const policies = (isDataKept: boolean) => {
      const app = createApp({ stages: STAGES.slice(0, 1), stacks: ['data'], bundles, isDataKept });
      const { Resources } = app.synth().stacks[0]?.template as {
        Resources: Record<string, { DeletionPolicy?: string }>;
      };
      return new Set(Object.values(Resources).map(({ DeletionPolicy }) => DeletionPolicy));
    };
    expect(policies(true)).toContain('Retain');
    expect([...policies(false)]).toEqual(['Delete']);
  });
});
