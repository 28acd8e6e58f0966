import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeHyperParameterTuningJobCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, startLoop, type Event, type Loop } from './loop.ts';
import { SMALL } from './small-batches.ts';

const ENDPOINT = 'moving-ground';
/** bid, offer, mid_open, high, low and the 20 prices before. */
const ROW = Array.from({ length: 25 }, (_, i) => (i % 7) - 3);

type Prediction = { readonly score: number; readonly predicted_label: number };

async function invoke(place: Place, contentType: string, body: string): Promise<Prediction | undefined> {
  const answer = await new SageMakerRuntimeClient(place).send(
    new InvokeEndpointCommand({ EndpointName: ENDPOINT, ContentType: contentType, Body: body }),
  );
  const { predictions } = JSON.parse(new TextDecoder().decode(answer.Body)) as { predictions: Prediction[] };
  return predictions[0];
}

type Place = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** Options that name the place only; everything else is as the clients come. */
function placeOf(ready: Event): Place {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint: String(ready['url']), region: String(ready['region']), credentials };
}

const isReady = ({ event }: Event): boolean => event === 'local-cloud-ready';

describe('the SDK clients, while the loop runs', () => {
  // One refresh a day: the endpoint keeps its first model, so that its answers can be compared.
  const words = ['--data', freshFolder(), ...SMALL, '--set', 'refresh.maxRefreshesPerDay=1'];
  let loop: Loop;
  let ready: Event;
  let runId: string;
  let place: Place;

  beforeAll(async () => {
    loop = startLoop(...words);
    ready = await loop.event(isReady);
    place = placeOf(ready);
    runId = String((await loop.event(({ event }) => event === 'report'))['runId']);
  }, 180_000);

  afterAll(() => loop.interrupt());

  it('list the objects of the run', async () => {
    const { Contents } = await new S3Client(place).send(
      new ListObjectsV2Command({ Bucket: String(ready['bucket']) }),
    );
    const keys = (Contents ?? []).map(({ Key }) => Key ?? '');
    const batch = runId.replace(/-\d+$/, '');
    expect(keys).toContain(`staging/${batch}/transactions.csv`);
    expect(keys).toContain(`datasets/${batch}/report.json`);
    expect(keys).toContain('models/champion.json');
  });

  it('list the execution and its history', async () => {
    const sfn = new SFNClient(place);
    const { executions } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: String(ready['stateMachineArn']) }),
    );
    const execution = executions?.find(({ name }) => name === runId);
    expect(execution?.status).toBe('SUCCEEDED');
    const { events } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: execution?.executionArn, maxResults: 1000 }),
    );
    expect(events?.at(0)?.type).toBe('ExecutionStarted');
    expect(events?.at(-1)?.type).toBe('ExecutionSucceeded');
  });

  it('describe the tuning job, its trainings and the endpoint', async () => {
    const sageMaker = new SageMakerClient(place);
    const job = { HyperParameterTuningJobName: runId };
    const tuning = await sageMaker.send(new DescribeHyperParameterTuningJobCommand(job));
    expect(tuning.HyperParameterTuningJobStatus).toBe('Completed');
    const trainings = await sageMaker.send(new ListTrainingJobsForHyperParameterTuningJobCommand(job));
    expect(trainings.TrainingJobSummaries).toHaveLength(4);
    const endpoint = await sageMaker.send(new DescribeEndpointCommand({ EndpointName: ENDPOINT }));
    expect(endpoint.EndpointStatus).toBe('InService');
  });

  it('have a live scorer beside them, which scores the newest price by the champion', async () => {
    const { url } = await loop.event(({ event }) => event === 'live-scorer-ready');
    let scores: readonly { readonly reading: unknown }[] = [];
    while (scores.length === 0) {
      const answer = await fetch(`${String(url)}/recent?n=1000`);
      const told = (await answer.json()) as { reading: { state: string } }[];
      scores = told.filter(({ reading }) => reading.state === 'score');
    }
    expect(scores[0]?.reading).toMatchObject({ model: { runId }, flags: { stale: [], gap: null } });
  }, 120_000);

  it('get one score for a row, as CSV and as JSON, and the same after a restart, and the market goes on', async () => {
    const csv = await invoke(place, 'text/csv', ROW.join(','));
    const json = await invoke(place, 'application/json', JSON.stringify({ instances: [{ features: ROW }] }));
    expect(csv?.score).toBeGreaterThanOrEqual(0);
    expect(csv?.score).toBeLessThanOrEqual(1);
    expect(json).toEqual(csv);
    expect((await loop.interrupt()).code).toBe(0);
    const batches = new Set(loop.events.map(({ batchId }) => batchId));
    loop = startLoop(...words);
    const again = await invoke(placeOf(await loop.event(isReady)), 'text/csv', ROW.join(','));
    expect(again).toEqual(csv);
    const next = await loop.event(({ event }) => event === 'batch-exported');
    expect(batches).not.toContain(next['batchId']);
    expect((await loop.interrupt()).code).toBe(0);
  }, 120_000);
});
