import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createObjectStorage, type ObjectSummary } from './s3/index.ts';
import { createEndpointRuntime } from './sagemaker-runtime/index.ts';
import { createSageMaker } from './sagemaker/index.ts';
import { createSecrets, SecretMissing } from './secrets-manager/index.ts';
import { createExecutions } from './sfn/index.ts';

type Answer = { status: number; body?: string; headers?: Record<string, string> };
type Asked = { method: string; url: string; headers: IncomingMessage['headers']; body: string };

let server: Server;
let answers: Answer[] = [];
let asked: Asked[] = [];
let where: { endpoint: string; region: string };

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      const { status, body = '', headers: more = {} } = answers.shift() ?? { status: 500 };
      response.writeHead(status, more).end(body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  where = { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, region: 'eu-west-2' };
});
afterAll(() => new Promise((closed) => server.close(closed)));
afterEach(() => {
  expect(answers).toEqual([]);
  asked = [];
});

const xmlError = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});
const jsonError = (name: string, message = 'no'): Answer => ({
  status: 400,
  body: JSON.stringify({ __type: name, message }),
});
const json = (value: unknown): Answer => ({ status: 200, body: JSON.stringify(value) });

describe('object storage', () => {
  it('puts under a condition, path style, and says when it did not hold', async () => {
    answers = [{ status: 200, headers: { etag: '"1"' } }, xmlError(412, 'PreconditionFailed')];
    const storage = createObjectStorage(where);
    expect(await storage.put('ground', 'a/b.json', '{}', { ifNoneMatch: '*' })).toEqual({
      stored: true,
      etag: '"1"',
    });
    expect(await storage.put('ground', 'a/b.json', '{}', { ifMatch: '"0"' })).toEqual({
      stored: false,
      reason: 'precondition',
    });
    expect(asked[0]?.url).toMatch(/^\/ground\/a\/b\.json/);
    expect(asked[0]?.headers['if-none-match']).toBe('*');
    expect(asked[1]?.headers['if-match']).toBe('"0"');
  });

  const uploadId = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>';
  const MEBIBYTE = 1024 * 1024;

  /** One buffer for all chunks, as a writer of rows has it. */
  async function* chunks(count: number): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(MEBIBYTE);
    for (let chunk = 0; chunk < count; chunk++) yield await Promise.resolve(buffer.fill(65 + chunk));
  }
  const sentParts = (): string[] =>
    asked.filter(({ url }) => url.includes('partNumber=')).map(({ body }) => body);

  it('puts a stream that fits into one piece, also an empty one, with one request', async () => {
    for (const count of [0, 16]) {
      answers = [{ status: 200 }];
      await createObjectStorage(where).putStream('ground', 'k', chunks(count));
      expect(asked.map(({ method }) => method)).toEqual(['PUT']);
      expect(asked[0]?.body).toHaveLength(count * MEBIBYTE);
      asked = [];
    }
  });

  it('puts a longer stream in pieces of 16 MiB, each byte once and in order', async () => {
    const part = (etag: string): Answer => ({ status: 200, headers: { etag } });
    const done = '<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>';
    answers = [{ status: 200, body: uploadId }, part('"1"'), part('"2"'), { status: 200, body: done }];
    await createObjectStorage(where).putStream('ground', 'k', chunks(17));
    const [first = '', second = ''] = sentParts();
    expect([first.length, second]).toEqual([16 * MEBIBYTE, 'Q'.repeat(MEBIBYTE)]);
    expect([first.at(0), first.at(MEBIBYTE), first.at(-1)]).toEqual(['A', 'B', 'P']);
    expect(asked.at(-1)?.url).toContain('uploadId=u');
    expect(asked.at(-1)?.body).toMatch(/&quot;1&quot;.*<PartNumber>1.*&quot;2&quot;.*<PartNumber>2/s);
  });

  it('leaves nothing of a stream that cannot be put, or ends with an error', async () => {
    answers = [{ status: 200, body: uploadId }, xmlError(403, 'AccessDenied'), { status: 204 }];
    const storage = createObjectStorage(where);
    await expect(storage.putStream('ground', 'k', chunks(17))).rejects.toThrow('no');
    expect(asked.at(-1)).toMatchObject({
      method: 'DELETE',
      url: expect.stringContaining('uploadId=u') as string,
    });
    asked = [];
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* chunks(1);
      throw new Error('line 7');
    }
    await expect(storage.putStream('ground', 'k', broken())).rejects.toThrow('line 7');
    expect(asked).toEqual([]);
  });

  it('asks again after a conflict of two conditional puts', async () => {
    answers = [xmlError(409, 'ConditionalRequestConflict'), { status: 200, headers: { etag: '"2"' } }];
    const answer = await createObjectStorage(where).put('ground', 'k', 'x', { ifNoneMatch: '*' });
    expect(answer).toEqual({ stored: true, etag: '"2"' });
  });

  it('answers undefined for an object that is not there, and fails where the bucket is not', async () => {
    answers = [
      xmlError(404, 'NoSuchKey'),
      xmlError(404, 'NoSuchKey'),
      { status: 404 },
      xmlError(404, 'NoSuchBucket'),
    ];
    const storage = createObjectStorage(where);
    expect(await storage.get('ground', 'k')).toBeUndefined();
    expect(await storage.getStream('ground', 'k')).toBeUndefined();
    expect(await storage.head('ground', 'k')).toBeUndefined();
    await expect(storage.get('nowhere', 'k')).rejects.toThrow();
  });

  it('lists all pages', async () => {
    const page = (key: string, more: string) => ({
      status: 200,
      body: `<?xml version="1.0"?><ListBucketResult>${more}<Contents><Key>${key}</Key><Size>3</Size><LastModified>2026-01-05T10:15:00.000Z</LastModified></Contents></ListBucketResult>`,
    });
    answers = [
      page('a', '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>'),
      page('b', '<IsTruncated>false</IsTruncated>'),
    ];
    const found: ObjectSummary[] = [];
    for await (const object of createObjectStorage(where).list('ground', '')) found.push(object);
    expect(found.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(found[0]).toEqual({ key: 'a', size: 3, lastModified: new Date('2026-01-05T10:15:00Z') });
  });
});

describe('secrets', () => {
  it('reads the text, and names the secret that is missing', async () => {
    answers = [
      json({ SecretString: 'text' }),
      jsonError('ResourceNotFoundException'),
      json({ SecretBinary: 'AA==' }),
    ];
    const secrets = createSecrets(where);
    expect(await secrets.read('ig')).toBe('text');
    await expect(secrets.read('ig')).rejects.toThrow(SecretMissing);
    await expect(secrets.read('ig')).rejects.toThrow('"ig" holds no text');
  });
});

describe('executions', () => {
  it('tells a start from a name that was used', async () => {
    answers = [json({ executionArn: 'arn', startDate: 1 }), jsonError('ExecutionAlreadyExists')];
    const executions = createExecutions(where);
    const start = () =>
      executions.start({ stateMachineArn: 'arn:machine', name: 'n-1', input: { batchId: 'n' } });
    expect(await start()).toBe('started');
    expect(await start()).toBe('already-exists');
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ name: 'n-1', input: '{"batchId":"n"}' });
  });
});

describe('SageMaker', () => {
  it('answers undefined for a missing endpoint, and fails for any other refusal', async () => {
    answers = [
      jsonError('ValidationException', 'Could not find endpoint "ground".'),
      jsonError('ValidationException', '1 validation error detected'),
    ];
    const sageMaker = createSageMaker(where);
    expect(await sageMaker.describeEndpoint('ground')).toBeUndefined();
    await expect(sageMaker.describeEndpoint('ground')).rejects.toThrow('validation error');
  });

  it('gives a training job as a candidate with its image', async () => {
    answers = [
      json({
        TrainingJobName: 'job',
        TrainingJobStatus: 'Completed',
        HyperParameters: { epochs: '15' },
        FinalMetricDataList: [{ MetricName: 'validation:precision', Value: 0.75, Timestamp: 1 }],
        ModelArtifacts: { S3ModelArtifacts: 's3://ground/m.tar.gz' },
        AlgorithmSpecification: { TrainingInputMode: 'File', TrainingImage: 'image' },
      }),
    ];
    expect(await createSageMaker(where).describeTrainingJob('job')).toEqual({
      trainingJobName: 'job',
      status: 'Completed',
      hyperparameters: { epochs: '15' },
      metrics: { 'validation:precision': 0.75 },
      modelDataUrl: 's3://ground/m.tar.gz',
      image: 'image',
      failureReason: '',
    });
  });

  it('lists the training jobs of all pages', async () => {
    answers = [
      json({ TrainingJobSummaries: [{ TrainingJobName: 'a' }], NextToken: 't' }),
      json({ TrainingJobSummaries: [{ TrainingJobName: 'b' }] }),
    ];
    expect(await createSageMaker(where).listTrainingJobs('tuning')).toEqual(['a', 'b']);
    expect(JSON.parse(asked[1]?.body ?? '')).toMatchObject({ NextToken: 't' });
  });
});

describe('the endpoint runtime', () => {
  it('gives the answer as it came', async () => {
    answers = [{ status: 200, body: '{"predictions":[]}' }];
    const body = await createEndpointRuntime(where).invoke({
      endpointName: 'ground',
      body: '0,0',
      contentType: 'text/csv',
      accept: 'application/json',
    });
    expect(new TextDecoder().decode(body)).toBe('{"predictions":[]}');
    expect(asked[0]).toMatchObject({ url: '/endpoints/ground/invocations', body: '0,0' });
    expect(asked[0]?.headers['content-type']).toBe('text/csv');
  });
});
