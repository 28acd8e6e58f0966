import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { resolvePipeline } from './index.ts';

const pipeline = resolvePipeline({
  CheckerFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:checker',
  DatasetFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:dataset',
  FinishFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:finish',
  SelectorFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:selector',
  VerifierFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:verifier',
  ExtractFunctionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:extract',
  ExtractJobName: 'extract',
  SageMakerRoleArn: 'arn:aws:iam::000000000000:role/sagemaker',
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Task = (input: Json) => Json;

const batchId = '20260105t101500-0f3a9c21';
const run = {
  batchId,
  extraction: 'glue',
  extractArguments: { '--bucket': 'ground' },
  endpointName: 'ground',
  pollSeconds: 0,
};
const tuning: Json = {
  HyperParameterTuningJobName: `${batchId}-1`,
  HyperParameterTuningJobConfig: { Strategy: 'Bayesian' },
  TrainingJobDefinition: { RoleArn: 'role' },
};
const promote: Json = {
  verdict: 'promote',
  action: 'create',
  modelExists: false,
  modelName: 'model',
  image: 'image',
  modelDataUrl: 's3://ground/model.tar.gz',
  endpointConfigName: 'config',
  endpointName: 'ground',
  productionVariants: [{ VariantName: 'champion' }],
  isNetworkIsolated: false,
  tags: [{ Key: 'moving-ground:runId', Value: `${batchId}-1` }],
  reason: 'best lower bound',
  decisionKey: 'runs/decision.json',
};
const lambda = (Payload: Json): Json => ({ StatusCode: 200, Payload });

/** Each state's answer as its service gives it; a test replaces the ones it is about. */
function answers(): Record<string, Task> {
  return {
    CheckBatch: () => lambda({ verdict: 'ready', run }),
    ExtractInLambda: () => lambda({ reportKey: 'report.json', rows: { train: 7 } }),
    ExtractFeatures: () => ({ JobRunState: 'SUCCEEDED' }),
    CheckDataset: () => lambda({ verdict: 'ready', tuning }),
    TuneModel: () => ({
      HyperParameterTuningJobName: `${batchId}-1`,
      HyperParameterTuningJobStatus: 'Completed',
    }),
    SelectModel: () => lambda(promote),
    CreateModel: () => ({ ModelArn: 'arn' }),
    CreateEndpointConfig: () => ({ EndpointConfigArn: 'arn' }),
    CreateEndpoint: () => ({ EndpointArn: 'arn' }),
    UpdateEndpoint: () => ({ EndpointArn: 'arn' }),
    UpdateWatchedEndpoint: () => ({ EndpointArn: 'arn' }),
    DescribeEndpoint: () => ({ EndpointStatus: 'InService' }),
    VerifyEndpoint: () => lambda({ verdict: 'promoted', endpointName: 'ground', smokeScore: 0.5 }),
    FinishRun: (input) => lambda((input as { Payload: Json }).Payload),
    FinishFailed: () => lambda({ outcome: 'failed' }),
  };
}

/** Only a small window comes to the Lambda. */
function answersOnTheWayTo(name: string): Record<string, Task> {
  const small = lambda({ verdict: 'ready', run: { ...run, extraction: 'lambda' } });
  return name === 'ExtractInLambda' ? { CheckBatch: () => small } : {};
}

type Interpreted = { visited: string[]; inputs: Map<string, Json[]>; output?: Json; error?: Error };

async function interpret(replaced: Record<string, Task> = {}): Promise<Interpreted> {
  const seen: Interpreted = { visited: [], inputs: new Map() };
  const handlers = Object.entries({ ...answers(), ...replaced }).map(([name, task]) => [
    name,
    (input: Json) => {
      seen.visited.push(name);
      seen.inputs.set(name, [...(seen.inputs.get(name) ?? []), input]);
      return task(input);
    },
  ]);
  const names = Object.keys(pipeline.States);
  const running = new StateMachine(structuredClone(pipeline) as never).run(
    { batchId, attempt: 1 },
    {
      context: { Execution: { Id: 'arn:execution' } },
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(handlers),
        waitTimeOverrides: { WaitForTurn: 0, WaitForEndpoint: 0 },
        retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, 0])),
      },
    },
  );
  try {
    seen.output = (await running.result) as Json;
  } catch (error) {
    seen.error = error as Error;
  }
  return seen;
}

function failing(name: string, message = 'broken'): Task {
  return () => {
    throw Object.assign(new Error(message), { name });
  };
}

describe('an interpreted run', () => {
  it('goes from the batch to the promoted model, and its output is the outcome', async () => {
    const { visited, output, inputs } = await interpret();
    expect(visited).toEqual([
      'CheckBatch',
      'ExtractFeatures',
      'CheckDataset',
      'TuneModel',
      'SelectModel',
      'CreateModel',
      'CreateEndpointConfig',
      'CreateEndpoint',
      'DescribeEndpoint',
      'VerifyEndpoint',
      'FinishRun',
    ]);
    expect(output).toEqual({
      batchId,
      attempt: 1,
      outcome: 'promoted',
      reason: 'best lower bound',
      decisionKey: 'runs/decision.json',
      endpointName: 'ground',
      modelName: 'model',
      smokeScore: 0.5,
    });
    expect(inputs.get('CheckBatch')?.[0]).toMatchObject({
      Payload: {
        batchId,
        attempt: 1,
        executionArn: 'arn:execution',
        startedAt: expect.any(String) as string,
      },
    });
    expect(inputs.get('TuneModel')?.[0]).toEqual(tuning);
    expect(inputs.get('ExtractFeatures')?.[0]).toEqual({
      JobName: 'extract',
      Arguments: { '--bucket': 'ground' },
    });
    expect(inputs.get('CreateModel')?.[0]).toMatchObject({ PrimaryContainer: { Image: 'image' } });
    // All that is made leads back to the decision.
    for (const state of ['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint'])
      expect(inputs.get(state)?.[0]).toMatchObject({ Tags: promote['tags'] });
  });

  it('extracts a small window in the Lambda, told what Glue would be told, and keeps nothing of its answer', async () => {
    const small = { ...run, extraction: 'lambda' };
    const { visited, output, inputs } = await interpret({
      CheckBatch: () => lambda({ verdict: 'ready', run: small }),
    });
    expect(visited.slice(0, 3)).toEqual(['CheckBatch', 'ExtractInLambda', 'CheckDataset']);
    expect(visited).not.toContain('ExtractFeatures');
    expect(inputs.get('ExtractInLambda')?.[0]).toEqual({
      FunctionName: 'arn:aws:lambda:eu-west-2:000000000000:function:extract',
      Payload: { '--bucket': 'ground' },
    });
    expect(inputs.get('CheckDataset')?.[0]).toMatchObject({ Payload: { run: small } });
    expect(output).toMatchObject({ outcome: 'promoted' });
  });

  it('asks again after each wait for its turn', async () => {
    let turns = 0;
    const wait = () =>
      lambda(++turns < 4 ? { verdict: 'wait', waitSeconds: 1, reason: 'taken' } : { verdict: 'ready', run });
    expect(
      (await interpret({ CheckBatch: wait })).visited.filter((name) => name === 'CheckBatch'),
    ).toHaveLength(4);
  });

  it.each(['superseded', 'deferred'])('ends as %s with the old model serving', async (verdict) => {
    const { visited, output } = await interpret({
      CheckBatch: () => lambda({ verdict, reason: 'newer batch' }),
    });
    expect(visited).toEqual(['CheckBatch', 'FinishRun']);
    expect(output).toMatchObject({ outcome: verdict, reason: 'newer batch' });
  });

  it('ends as insufficient-data before any tuning', async () => {
    const answer = { verdict: 'insufficient-data', reason: 'one class' };
    const { visited, output } = await interpret({ CheckDataset: () => lambda(answer) });
    expect(visited).not.toContain('TuneModel');
    expect(output).toMatchObject({ outcome: 'insufficient-data', reason: 'one class' });
  });

  it('ends as retained without touching the endpoint', async () => {
    const answer = { verdict: 'retain', reason: 'recall', decisionKey: 'd.json' };
    const { visited, output } = await interpret({ SelectModel: () => lambda(answer) });
    expect(visited.at(-2)).toBe('SelectModel');
    expect(output).toMatchObject({ outcome: 'retained', reason: 'recall', decisionKey: 'd.json' });
  });

  it('updates an endpoint that exists, and leaves a model that exists alone', async () => {
    const answer = { ...promote, action: 'update', modelExists: true };
    const { visited } = await interpret({ SelectModel: () => lambda(answer) });
    expect(visited).toContain('UpdateEndpoint');
    expect(visited).not.toContain('CreateEndpoint');
    expect(visited).not.toContain('CreateModel');
  });

  it('lets alarms watch the update where the selector says how', async () => {
    const deployment = { AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] } };
    const answer = { ...promote, action: 'update', isNetworkIsolated: true, deployment };
    const { visited, inputs } = await interpret({ SelectModel: () => lambda(answer) });
    expect(inputs.get('CreateModel')?.[0]).toMatchObject({ EnableNetworkIsolation: true });
    expect(inputs.get('UpdateWatchedEndpoint')).toEqual([
      { EndpointName: 'ground', EndpointConfigName: 'config', DeploymentConfig: deployment },
    ]);
    expect(visited).not.toContain('UpdateEndpoint');
  });

  it('waits while the endpoint changes', async () => {
    const statuses = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'InService'];
    const describe = () => ({ EndpointStatus: statuses.shift() ?? 'InService' });
    const { visited, output } = await interpret({ DescribeEndpoint: describe });
    expect(visited.filter((name) => name === 'DescribeEndpoint')).toHaveLength(5);
    expect(output).toMatchObject({ outcome: 'promoted' });
  });

  it('gives up an endpoint that fails, or that never settles', async () => {
    for (const [EndpointStatus, polls] of [
      ['Failed', 0],
      ['Creating', 480],
    ] as const) {
      const { visited, error } = await interpret({ DescribeEndpoint: () => ({ EndpointStatus }) });
      expect(visited.at(-1)).toBe('FinishFailed');
      expect(error?.message).toContain(`its status was ${EndpointStatus} after ${polls} polls`);
    }
  });

  it.each(Object.keys(answers()).filter((name) => !/^(FinishFailed|Update\w+)$/.test(name)))(
    'fails with its cause, the lease released, when %s fails for good',
    async (name) => {
      const { visited, error, inputs } = await interpret({
        ...answersOnTheWayTo(name),
        [name]: failing('BatchRefused', `from ${name}`),
      });
      expect(visited.at(-1)).toBe('FinishFailed');
      expect(inputs.get('FinishFailed')?.[0]).toMatchObject({
        Payload: { batchId, attempt: 1, failure: { Error: 'BatchRefused', Cause: `from ${name}` } },
      });
      expect(error?.message).toContain(`from ${name}`);
    },
  );

  it('fails with the first cause when even the release fails', async () => {
    const { error } = await interpret({ TuneModel: failing('X', 'the cause'), FinishFailed: failing('Y') });
    expect(error?.message).toContain('the cause');
  });

  it.each([
    ['CheckBatch', 'Lambda.TooManyRequestsException'],
    ['CheckBatch', 'BatchIncomplete'],
    ['ExtractFeatures', 'Glue.ConcurrentRunsExceededException'],
    ['ExtractInLambda', 'Lambda.TooManyRequestsException'],
    ['ExtractInLambda', 'Lambda.Unknown'],
    ['TuneModel', 'SageMaker.ResourceLimitExceededException'],
    ['SelectModel', 'EndpointBusy'],
    ['CreateEndpoint', 'SageMaker.AmazonSageMakerException'],
    ['FinishRun', 'Lambda.ServiceException'],
  ])('%s is asked again after %s', async (name, error) => {
    let asked = 0;
    const usual = answers()[name]!;
    const flaky: Task = (input) => (++asked < 3 ? failing(error)(input) : usual(input));
    const { output } = await interpret({ ...answersOnTheWayTo(name), [name]: flaky });
    expect(output).toMatchObject({ outcome: 'promoted' });
    expect(asked).toBe(3);
  });

  it.each(['Sandbox.Timedout', 'States.Timeout'])(
    'does not extract in the Lambda once more after %s',
    async (error) => {
      const { visited } = await interpret({
        ...answersOnTheWayTo('ExtractInLambda'),
        ExtractInLambda: failing(error),
      });
      expect(visited).toEqual(['CheckBatch', 'ExtractInLambda', 'FinishFailed']);
    },
  );

  it('stops asking for a batch that stays incomplete', async () => {
    const { visited, error } = await interpret({ CheckBatch: failing('BatchIncomplete', 'no prices.csv') });
    expect(visited.filter((name) => name === 'CheckBatch')).toHaveLength(9);
    expect(error?.message).toContain('no prices.csv');
  });
});
