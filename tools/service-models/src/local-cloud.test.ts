import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, startLoop, type Event, type Loop } from '@moving-ground/end-to-end/loop';
import { SMALL } from '@moving-ground/end-to-end/small-batches';
import { callEverything } from './call-everything.ts';
import { botocoreEnvironment, checkAnswers } from './check-answers.ts';
import type { Place } from './place.ts';
import type { RecordedAnswer } from './recorded-answers.ts';

const { python, missing } = await botocoreEnvironment();
if (missing) console.log(`botocore's models are not asked: ${missing}`);

describe.skipIf(python === undefined)('every answer of the local cloud', { timeout: 180_000 }, () => {
  const answers: RecordedAnswer[] = [];
  let loop: Loop;
  let url = '';

  beforeAll(async () => {
    loop = startLoop('--data', freshFolder(), ...SMALL, '--set', 'refresh.maxRefreshesPerDay=1');
    const ready = await loop.event(({ event }) => event === 'local-cloud-ready');
    const report = await loop.event(({ event }) => event === 'report');
    url = String(ready['url']);
    await callEverything(placeOf(ready, report), answers);
  }, 180_000);
  afterAll(() => loop.interrupt());

  it('is what the model of its service allows', async () => {
    expect(answers.length).toBeGreaterThan(60);
    expect(await checkAnswers(String(python), answers)).toEqual([]);
  });

  it.each([
    ['SageMaker', 'sagemaker'],
    ['AWSGlue', 'glue'],
    ['AWSStepFunctions', 'stepfunctions'],
    ['secretsmanager', 'secretsmanager'],
  ])('of %s is there for each operation, well and refused', async (target, service) => {
    const of = (isRefused: boolean) => [
      ...new Set(
        answers
          .filter((one) => one.service === service && one.status >= 400 === isRefused)
          .map(({ operation }) => operation),
      ),
    ];
    const offered = await operationsOf(url, target);
    expect(offered.length).toBeGreaterThan(3);
    expect(of(false).sort()).toEqual(offered);
    expect(of(true).length).toBeGreaterThan(0);
  });

  it('would be found out, were a name, a type, a choice, a size or a required member wrong', async () => {
    const told = { EndpointName: 'no spaces', EndpointStatus: 'Ready', CreationTime: 'today', Extra: 1 };
    const wrong = { service: 'sagemaker', operation: 'DescribeEndpoint', status: 200, headers: {} };
    const body = Buffer.from(JSON.stringify(told)).toString('base64');
    const findings = await checkAnswers(String(python), [{ ...wrong, body }]);
    expect(findings.join('\n')).toMatch(/has no EndpointArn[^]*EndpointName is 'no spaces'/);
    expect(findings.join('\n')).toMatch(/EndpointStatus is 'Ready'[^]*CreationTime is 'today'[^]*has Extra/);
    const xml = '<ListBucketResult><Name>a</Name><Colour>red</Colour></ListBucketResult>';
    const list = { service: 's3', operation: 'ListObjectsV2', status: 200, headers: {} };
    expect(
      await checkAnswers(String(python), [{ ...list, body: Buffer.from(xml).toString('base64') }]),
    ).toEqual(['s3.ListObjectsV2 has the element Colour, which ListObjectsV2Output does not']);
  });
});

/** What a service of the local cloud offers, as it says itself. */
async function operationsOf(url: string, target: string): Promise<readonly string[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': `${target}.Nothing` },
    body: '{}',
  });
  const { message } = (await response.json()) as { readonly message: string };
  return message.replace(/^.*: /, '').split(', ').sort();
}

function placeOf(ready: Event, report: Event): Place {
  return {
    client: {
      endpoint: String(ready['url']),
      region: String(ready['region']),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    },
    bucket: String(ready['bucket']),
    stateMachineArn: String(ready['stateMachineArn']),
    runId: String(report['runId']),
  };
}
