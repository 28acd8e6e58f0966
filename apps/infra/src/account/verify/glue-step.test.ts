import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { glueStep } from './glue-step.ts';
import type { VerifyContext } from './step.ts';

const given = { '--batch_id': '20260105t101500-0f3a9c21', '--bucket': 'own' };
const key = `datasets/${given['--batch_id']}/train/part-00000.rec`;
const PLACE = { jobName: 'moving-ground-dev-extract', stateMachineArn: 'arn:aws:states:::machine' };

type World = { bytes: string; readonly parameters: object; readonly ends: string; readonly writes: string };

/** An account with one run, one dataset of one file, and a job that writes these bytes. */
function account(changed: Partial<World> = {}): { context: VerifyContext; asked: string[] } {
  const world: World = {
    bytes: 'rows',
    parameters: { FunctionName: 'f', Payload: given },
    ends: 'SUCCEEDED',
    writes: 'rows',
    ...changed,
  };
  const asked: string[] = [];
  const answers: Readonly<Record<string, (input: Record<string, unknown>) => object>> = {
    ListExecutionsCommand: () => ({ executions: [{ executionArn: 'arn:run' }] }),
    GetExecutionHistoryCommand: () => ({
      events: [
        { taskScheduledEventDetails: { parameters: '{"FunctionName":"checker","Payload":{"batchId":"b"}}' } },
        { taskScheduledEventDetails: { parameters: JSON.stringify(world.parameters) } },
      ],
    }),
    StartJobRunCommand: (input) => {
      asked.push(JSON.stringify(input['Arguments']));
      world.bytes = world.writes;
      return { JobRunId: 'jr' };
    },
    GetJobRunCommand: () => ({ JobRun: { JobRunState: world.ends } }),
    ListObjectsV2Command: () => ({ Contents: [{ Key: key }, { Key: `${key}.json` }] }),
    GetObjectCommand: () => ({
      Body: (async function* () {
        yield await Promise.resolve(Buffer.from(world.bytes));
      })(),
    }),
  };
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }) =>
    Promise.resolve(answers[command.constructor.name]?.(command.input));
  const client = <T>(prototype?: object) =>
    Object.assign(Object.create(prototype ?? null) as object, { send }) as T;
  return {
    asked,
    context: {
      states: client<SFNClient>(SFNClient.prototype),
      glue: client<GlueClient>(),
      s3: client<S3Client>(),
      bucket: 'own',
      pollMs: 1,
    } as VerifyContext,
  };
}

const told = (changed: Partial<World> = {}) => glueStep(PLACE).run(account(changed).context);

describe('the Glue job, against the Lambda', () => {
  it('makes the same files from the same arguments', async () => {
    const { context, asked } = account();
    expect(await glueStep(PLACE).run(context)).toEqual({ state: 'ok', says: '1 files with the same bytes' });
    expect(asked).toEqual([JSON.stringify(given)]);
  });

  it('is wrong with other bytes, and when its run fails', async () => {
    expect(await told({ writes: 'other rows' })).toEqual({ state: 'wrong', says: `other bytes in ${key}` });
    expect(await told({ ends: 'FAILED' })).toEqual({ state: 'wrong', says: "the job's run ended as FAILED" });
  });

  it('is asked again later where no run has extracted anything', async () => {
    expect(await told({ parameters: { FunctionName: 'f', Payload: { batchId: 'b' } } })).toMatchObject({
      state: 'unknown',
    });
  });
});
