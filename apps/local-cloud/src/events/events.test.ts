import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from '../lambda/lambda-function.ts';
import { Documents } from '../state/documents.ts';
import { deliverEvent, type DeadLetter } from '../lambda/deliver-event.ts';
import { eventBridgeEvent, s3Notification } from './object-created.ts';

const place = { region: 'eu-west-2', account: '000000000000' };
const head = {
  key: "batches/a b+c/ü(1)'/manifest.json",
  size: 12,
  etag: '"0123456789abcdef0123456789abcdef"',
  contentType: 'application/json',
  metadata: {},
  lastModified: new Date('2026-01-02T03:04:05.678Z'),
};
// 2026-01-02T03:04:05.678Z in milliseconds, hexadecimal, 18 digits.
const sequencer = '000000019B7CA98F2E';

describe('an object that was created', () => {
  it('is an EventBridge event with its key as it is', () => {
    expect(eventBridgeEvent('ground', head, 'id-1', place)).toEqual({
      version: '0',
      id: 'id-1',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'eu-west-2',
      resources: ['arn:aws:s3:::ground'],
      detail: {
        version: '0',
        bucket: { name: 'ground' },
        object: { key: head.key, size: 12, etag: '0123456789abcdef0123456789abcdef', sequencer },
        'request-id': 'id-1',
        requester: '000000000000',
        reason: 'PutObject',
      },
    });
  });

  it('is an S3 notification with its key encoded', () => {
    const { Records } = s3Notification('ground', head, place) as { Records: Record<string, unknown>[] };
    expect(Records).toEqual([
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'eu-west-2',
        eventTime: '2026-01-02T03:04:05.678Z',
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          bucket: { name: 'ground', arn: 'arn:aws:s3:::ground' },
          object: {
            key: 'batches/a+b%2Bc/%C3%BC%281%29%27/manifest.json',
            size: 12,
            eTag: '0123456789abcdef0123456789abcdef',
            sequencer,
          },
        },
      },
    ]);
  });
});

describe('a delivery', () => {
  let folder: string;
  let deadLetters: Documents<DeadLetter>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ground-events-'));
    deadLetters = new Documents(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const event = { batch: 'b' };
  /** Tries it with a function that ends in each of these in turn; answers what the function was asked. */
  async function deliver(ends: readonly (Invocation | Error)[]): Promise<unknown[]> {
    const asked: unknown[] = [];
    const invoke = async (name: string, payload: unknown): Promise<Invocation> => {
      const end = ends[asked.push([name, payload]) - 1] ?? new Error('one try too many');
      if (end instanceof Error) throw end;
      return end;
    };
    const parts = { invoke, deadLetters, pausesMs: [0, 1, 2] };
    await deliverEvent(parts, { functionName: 'ground-f', event, id: 'id-1' });
    return asked;
  }
  const done = { functionError: false, payload: null };
  const failed = (time: number): Invocation => ({
    functionError: true,
    payload: { errorMessage: `time ${time}` },
  });

  it('that the function takes is made once', async () => {
    expect(await deliver([done])).toEqual([['ground-f', event]]);
    expect(deadLetters.names()).toEqual([]);
  });

  it('is tried again until the function takes it', async () => {
    expect(await deliver([failed(1), new TypeError('gone'), done])).toHaveLength(3);
    expect(deadLetters.names()).toEqual([]);
  });

  it('that fails three times is kept as a dead letter with its last error', async () => {
    expect(await deliver([failed(1), failed(2), failed(3)])).toHaveLength(3);
    const error = { errorMessage: 'time 3' };
    expect(deadLetters.get('id-1')).toEqual({ functionName: 'ground-f', event, error });
  });

  it('to a function that cannot be asked is kept, too', async () => {
    await deliver([failed(1), failed(2), new TypeError('gone')]);
    expect(deadLetters.get('id-1')?.error).toEqual({ errorType: 'TypeError', errorMessage: 'gone' });
  });
});
