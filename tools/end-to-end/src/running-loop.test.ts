import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeHyperParameterTuningJobCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  GetExecutionHistoryCommand,
  paginateListExecutions,
  SFNClient,
  type ExecutionListItem,
} from '@aws-sdk/client-sfn';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

type Told = { readonly code: number; readonly said: string };

/** A command beside the loop of this folder, as a user gives it. */
function commandsBeside(data: string): (...words: string[]) => Promise<Told> {
  const program = fileURLToPath(new URL('../../../apps/ground/bin/ground.mjs', import.meta.url));
  return (...words) =>
    new Promise((done) => {
      execFile(process.execPath, [program, ...words, '--data', data], (error, stdout, stderr) => {
        done({ code: Number(error?.code ?? 0), said: stdout + stderr });
      });
    });
}

/** The loop goes on: by now the run may be on a later page. */
async function executionOf(
  runId: string,
  client: SFNClient,
  stateMachineArn: string,
): Promise<ExecutionListItem | undefined> {
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
    const found = executions.find(({ name }) => name === runId);
    if (found) return found;
  }
  return undefined;
}

const isReady = ({ event }: Event): boolean => event === 'local-cloud-ready';

describe('the SDK clients, while the loop runs', () => {
  // One refresh a day: the endpoint keeps its first model, so that its answers can be compared.
  const data = freshFolder();
  const ground = commandsBeside(data);
  const words = ['--data', data, ...SMALL, '--set', 'refresh.maxRefreshesPerDay=1'];
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

  it.each<[string, string[], number, RegExp]>([
    ['its runs', ['runs'], 0, /^\S+-1 {2}promoted/m],
    [
      'a run that is not there',
      ['run', '20260105t101500-0f3a9c21-1'],
      2,
      /there is no run .*: the newest are/,
    ],
    ['a word that is no batch', ['replay-batch', 'nonsense'], 2, /a batch id reads like/],
    ['a file that is not there', ['predict', 'absent.csv'], 2, /absent\.csv could not be read/],
    ['a flag that is none', ['runs', '--dat', 'x'], 2, /--dat/],
    ['a word too many', ['runs', 'x'], 2, /there is no word "x" after runs/],
  ])('and the commands beside it tell %s', async (_, commands, code, said) => {
    const ended = await ground(...commands);
    expect([ended.code, ended.said]).toEqual([code, expect.stringMatching(said)]);
  });

  it('and the commands beside it tell of one run, explain it, score rows and run its batch again', async () => {
    const run = await ground('run', runId);
    expect(run.said).toMatch(/states: CheckBatch, .*VerifyEndpoint/);
    expect(run.said).toMatch(/training 001 {2}Completed/);
    expect((await ground('explain', runId)).said).toContain(runId);
    const file = join(freshFolder(), 'rows.csv');
    writeFileSync(file, `${ROW.join()}\n1,2\n`);
    expect(await ground('predict', file)).toMatchObject({
      code: 1,
      said: expect.stringContaining('row 1 had 2 features') as string,
    });
    writeFileSync(file, `${ROW.join()}\n`);
    const expected = await invoke(place, 'text/csv', ROW.join());
    expect((await ground('predict', file)).said).toContain(`score ${expected?.score.toFixed(6)}`);
    const again = await ground('replay-batch', runId.slice(0, -2));
    expect(again).toMatchObject({ code: 0, said: expect.stringMatching(/^started as \S+-2\n$/) as string });
  }, 60_000);

  it('list the objects of the run', async () => {
    const keys: string[] = [];
    const bucket = { Bucket: String(ready['bucket']) };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: new S3Client(place) }, bucket))
      keys.push(...Contents.map(({ Key }) => Key ?? ''));
    const batch = runId.replace(/-\d+$/, '');
    expect(keys).toContain(`staging/${batch}/transactions.csv`);
    expect(keys).toContain(`datasets/${batch}/report.json`);
    expect(keys).toContain('models/champion.json');
  });

  it('list the execution and its history', async () => {
    const sfn = new SFNClient(place);
    const execution = await executionOf(runId, sfn, String(ready['stateMachineArn']));
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
