import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeArtifact } from '@moving-ground/formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/json-service.ts';
import { createObjectStore } from '../../s3/create-object-store.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import { createSageMaker, type SageMaker } from '../create-sage-maker.ts';

let folder: string;
let objects: ObjectStore;
let sageMaker: SageMaker;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-'));
  objects = createObjectStore(join(folder, 's3'));
  await objects.createBucket('ground');
  sageMaker = start();
  server = createServer((request, response) => void sageMaker.runtime(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.close();
  await sageMaker.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(): SageMaker {
  const place = { region: 'eu-west-2', account: '000000000000' };
  return createSageMaker({ objects, folder: join(folder, 'sagemaker'), ...place });
}

function call(operation: string, input: JsonObject): Promise<JsonObject> {
  const found = sageMaker.control.operations[operation];
  if (!found) throw new Error(`no operation ${operation}`);
  return found(input);
}

/** A model of two features and its configuration; without a bias there is no artifact. */
async function configure(name: string, bias?: number): Promise<void> {
  const key = `models/${name}/model.tar.gz`;
  const shape = { threshold: 0.5, lossType: 'logistic', fBeta: 1, positiveExampleWeightMult: 1 } as const;
  if (bias !== undefined) {
    const artifact = encodeArtifact({ weights: Float32Array.of(1, -1), bias, ...shape });
    await objects.put('ground', key, gzipSync(artifact));
  }
  const PrimaryContainer = { Image: 'linear-learner:1', ModelDataUrl: `s3://ground/${key}` };
  const ExecutionRoleArn = 'arn:aws:iam::000000000000:role/ground';
  await call('CreateModel', { ModelName: name, ExecutionRoleArn, PrimaryContainer });
  const variant = {
    VariantName: `variant-${name}`,
    ModelName: name,
    InitialInstanceCount: 1,
    InstanceType: 'ml.t2.medium',
  };
  await call('CreateEndpointConfig', { EndpointConfigName: `config-${name}`, ProductionVariants: [variant] });
}

async function settled(EndpointName = 'live'): Promise<JsonObject> {
  for (;;) {
    const told = await call('DescribeEndpoint', { EndpointName });
    if (!['Creating', 'Updating'].includes(String(told['EndpointStatus']))) return told;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function serve(name: string, bias?: number): Promise<JsonObject> {
  await configure(name, bias);
  await call('CreateEndpoint', { EndpointName: 'live', EndpointConfigName: `config-${name}` });
  return settled();
}

function invoke(body = '0,0', type = 'text/csv', name = 'live'): Promise<Response> {
  const headers = { 'content-type': type, accept: 'application/json' };
  return fetch(`${url}/endpoints/${name}/invocations`, { method: 'POST', headers, body });
}

async function labelOf(response: Response): Promise<unknown> {
  const { predictions } = (await response.json()) as { predictions: { predicted_label: number }[] };
  return predictions[0]?.predicted_label;
}

/** No object is read until the answered function is called. */
function holdReads(): () => void {
  const read = objects.read.bind(objects);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  objects.read = async (bucket, key) => promise.then(() => read(bucket, key));
  return () => resolve(undefined);
}

const update = (name: string): Promise<JsonObject> =>
  call('UpdateEndpoint', { EndpointName: 'live', EndpointConfigName: `config-${name}` });

describe('an endpoint', () => {
  it('is created at once, comes into service later, and scores rows', async () => {
    await configure('up', 5);
    await call('CreateEndpoint', { EndpointName: 'live', EndpointConfigName: 'config-up' });
    const early = await call('DescribeEndpoint', { EndpointName: 'live' });
    expect(early).toMatchObject({ EndpointStatus: 'Creating' });
    expect(await settled()).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'config-up',
      EndpointArn: 'arn:aws:sagemaker:eu-west-2:000000000000:endpoint/live',
      ProductionVariants: [{ VariantName: 'variant-up' }],
    });
    const response = await invoke('0,0\n0,9\n');
    expect(response.headers.get('x-amzn-invoked-production-variant')).toBe('variant-up');
    const { predictions } = (await response.json()) as { predictions: { predicted_label: number }[] };
    expect(predictions.map((one) => one.predicted_label)).toEqual([1, 0]);
  });

  it('fails with the reason when its model cannot be loaded', async () => {
    const told = await serve('lost');
    expect(told['EndpointStatus']).toBe('Failed');
    expect(told['FailureReason']).toContain('s3://ground/models/lost/model.tar.gz');
    expect((await invoke()).status).toBe(400);
  });

  it('answers with the old model until the new one is there', async () => {
    await serve('up', 5);
    await configure('down', -5);
    const letLoad = holdReads();
    await update('down');
    expect(await labelOf(await invoke())).toBe(1);
    expect(await call('DescribeEndpoint', { EndpointName: 'live' })).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'config-up',
    });
    letLoad();
    expect(await settled()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-down' });
    expect(await labelOf(await invoke())).toBe(0);
  });

  it('takes the configuration of a watched update, and none that watches for longer than an hour', async () => {
    await serve('up', 5);
    await configure('down', -5);
    const policy = (WaitIntervalInSeconds: number): JsonObject => ({
      TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds },
    });
    const watched = (DeploymentConfig: JsonObject) =>
      call('UpdateEndpoint', {
        EndpointName: 'live',
        EndpointConfigName: 'config-down',
        DeploymentConfig,
      });
    await expect(watched({ BlueGreenUpdatePolicy: policy(3601) })).rejects.toThrow('WaitIntervalInSeconds');
    await watched({
      BlueGreenUpdatePolicy: policy(420),
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
    });
    expect(await settled()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-down' });
  });

  it('never turns from instances to serverless, and back', async () => {
    await serve('up', 5);
    await configure('down', -5);
    const variant = {
      VariantName: 'champion',
      ModelName: 'down',
      ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 2 },
    };
    await call('CreateEndpointConfig', { EndpointConfigName: 'config-other', ProductionVariants: [variant] });
    await expect(update('other')).rejects.toThrow('is of instances and cannot become the other kind');
    await call('CreateEndpoint', { EndpointName: 'cold', EndpointConfigName: 'config-other' });
    await settled('cold');
    const back = { EndpointName: 'cold', EndpointConfigName: 'config-down' };
    await expect(call('UpdateEndpoint', back)).rejects.toThrow('is serverless and cannot become');
  });

  it('that is serverless takes no DeploymentConfig', async () => {
    await configure('up', 5);
    const variant = { ModelName: 'up', ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 2 } };
    for (const name of ['first', 'second'])
      await call('CreateEndpointConfig', {
        EndpointConfigName: name,
        ProductionVariants: [{ ...variant, VariantName: 'champion' }],
      });
    await call('CreateEndpoint', { EndpointName: 'cold', EndpointConfigName: 'first' });
    await settled('cold');
    const watched = { EndpointName: 'cold', EndpointConfigName: 'second', DeploymentConfig: {} };
    await expect(call('UpdateEndpoint', watched)).rejects.toThrow('takes no DeploymentConfig');
  });

  it('ends in service with the old configuration when an update cannot load its model', async () => {
    await serve('up', 5);
    await configure('lost');
    await update('lost');
    const told = await settled();
    expect(told).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-up' });
    expect(told['FailureReason']).toContain('config-lost');
    expect(await labelOf(await invoke())).toBe(1);
  });

  it('answers every request while models are swapped, a damaged one among them', async () => {
    await serve('up', 5);
    for (const [name, bias] of [
      ['down', -5],
      ['up-again', 5],
    ] as const)
      await configure(name, bias);
    await configure('damaged');
    await objects.put('ground', 'models/damaged/model.tar.gz', gzipSync(new Uint8Array(500).fill(7)));
    const seen = { answers: 0, refused: 0, labels: new Set<unknown>() };
    let isOver = false;
    const asking = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const response = await invoke();
        seen.answers += 1;
        if (response.status === 200) seen.labels.add(await labelOf(response));
        else seen.refused += 1;
      }
    });
    for (const name of ['down', 'damaged', 'up-again', 'down', 'up-again']) {
      await update(name);
      await settled();
      await expect.poll(() => seen.answers, { timeout: 10_000 }).toBeGreaterThan(20);
      seen.answers = 0;
    }
    isOver = true;
    await Promise.all(asking);
    expect([seen.refused, [...seen.labels].sort()]).toEqual([0, [0, 1]]);
    expect(await settled()).toMatchObject({ EndpointConfigName: 'config-up-again' });
  }, 60_000);

  it('answers after a restart, even when its configuration was deleted', async () => {
    await serve('up', 5);
    await call('DeleteEndpointConfig', { EndpointConfigName: 'config-up' });
    await sageMaker.close();
    sageMaker = start();
    expect(await labelOf(await invoke())).toBe(1);
  });

  it('refuses an update to the configuration it has, and one while it is updating', async () => {
    await serve('up', 5);
    await expect(update('up')).rejects.toMatchObject({ code: 'ValidationException' });
    await configure('down', -5);
    await configure('third', 1);
    await update('down');
    await expect(update('third')).rejects.toThrow(/Cannot update in-progress endpoint/);
    await settled();
  });

  it('is gone once deleted', async () => {
    await serve('up', 5);
    await call('DeleteEndpoint', { EndpointName: 'live' });
    await expect(call('DescribeEndpoint', { EndpointName: 'live' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Could not find endpoint "arn:aws:sagemaker:eu-west-2:000000000000:endpoint/live".',
    });
    expect((await invoke()).status).toBe(400);
  });
});

describe('an invocation', () => {
  it.each([
    ['a row of three features', '1,2,3', 'text/csv', 400],
    ['a word', '1,x', 'text/csv', 400],
    ['another content type', 'x', 'image/png', 415],
  ])('with %s is a ModelError with the model status', async (_what, body, type, status) => {
    await serve('up', 5);
    const response = await invoke(body, type);
    expect(response.status).toBe(424);
    expect(response.headers.get('x-amzn-errortype')).toBe('ModelError');
    expect(await response.json()).toMatchObject({ OriginalStatusCode: status });
  });

  it('of an endpoint that is not there is a ValidationError', async () => {
    const response = await invoke('0,0', 'text/csv', 'absent');
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('ValidationError');
  });

  it('takes 6,291,456 bytes and no more', async () => {
    await serve('up', 5);
    const row = '0,0\n';
    expect((await invoke(row.repeat(6_291_456 / 4))).status).toBe(200);
    expect((await invoke(`${row.repeat(6_291_456 / 4)}0`)).status).toBe(413);
  });
});

describe('models and configurations', () => {
  it('are described, listed newest first in pages, and deleted', async () => {
    for (const name of ['a', 'b', 'c']) await configure(name, 1);
    expect(await call('DescribeModel', { ModelName: 'a' })).toMatchObject({
      ModelName: 'a',
      ModelArn: 'arn:aws:sagemaker:eu-west-2:000000000000:model/a',
      PrimaryContainer: { ModelDataUrl: 's3://ground/models/a/model.tar.gz' },
    });
    const names = (page: JsonObject): unknown[] =>
      (page['Models'] as JsonObject[]).map((one) => one['ModelName']);
    const first = await call('ListModels', { MaxResults: 2, SortBy: 'Name', SortOrder: 'Ascending' });
    expect(names(first)).toEqual(['a', 'b']);
    const more = { NextToken: first['NextToken'], SortBy: 'Name', SortOrder: 'Ascending' };
    expect(names(await call('ListModels', more))).toEqual(['c']);
    await call('DeleteModel', { ModelName: 'a' });
    await expect(call('DescribeModel', { ModelName: 'a' })).rejects.toThrow(/^Could not find model/);
    await expect(call('CreateModel', { ModelName: 'b' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });

  it('are not made twice under one name', async () => {
    await configure('a', 1);
    await expect(configure('a', 1)).rejects.toThrow(/^Cannot create already existing model/);
  });

  it('keep their tags', async () => {
    const Tags = [{ Key: 'owner', Value: 'ground' }];
    await configure('a', 1);
    const ResourceArn = 'arn:aws:sagemaker:eu-west-2:000000000000:model/a';
    await call('AddTags', { ResourceArn, Tags });
    expect(await call('ListTags', { ResourceArn })).toEqual({ Tags });
  });

  it('keep those they are made with, and an endpoint takes new ones over the old after an update', async () => {
    const tag = (Value: string): JsonObject => ({ Key: 'run', Value });
    const arn = (resource: string): string => `arn:aws:sagemaker:eu-west-2:000000000000:${resource}`;
    const tagsOf = async (resource: string): Promise<unknown> =>
      (await call('ListTags', { ResourceArn: arn(resource) }))['Tags'];
    await configure('a', 1);
    await configure('b', 2);
    const PrimaryContainer = { Image: 'linear-learner:1', ModelDataUrl: 's3://ground/models/a/model.tar.gz' };
    const ExecutionRoleArn = 'arn:aws:iam::000000000000:role/ground';
    await call('CreateModel', { ModelName: 'c', ExecutionRoleArn, PrimaryContainer, Tags: [tag('1')] });
    const EndpointName = 'live';
    await call('CreateEndpoint', { EndpointName, EndpointConfigName: 'config-a', Tags: [tag('1')] });
    expect([await tagsOf('model/c'), await tagsOf('endpoint/live')]).toEqual([[tag('1')], [tag('1')]]);
    await settled();
    await call('UpdateEndpoint', { EndpointName, EndpointConfigName: 'config-b' });
    await settled();
    expect(await tagsOf('endpoint/live')).toEqual([tag('1')]);
    await call('AddTags', { ResourceArn: arn('endpoint/live'), Tags: [tag('2')] });
    expect(await tagsOf('endpoint/live')).toEqual([tag('2')]);
  });
});
