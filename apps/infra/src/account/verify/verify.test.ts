import type { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StageNames } from '../../names.ts';
import { STAGES } from '../../stages/stages.ts';
import { localCloud, type LocalCloud } from '../start-local-cloud.ts';
import { accountSubstitutions } from './account-substitutions.ts';
import { localContext } from './local-context.ts';
import { roleExpectations } from './role-expectations.ts';
import { rolesStep } from './roles-step.ts';
import { costOf, runSteps, type StepResult } from './run-steps.ts';
import { scrub, shapeDifferences } from './scrub.ts';
import type { Step, VerifyContext } from './step.ts';
import { toyRows } from './toy-dataset.ts';
import { compared } from './served-step.ts';
import { verificationSteps } from './verification-steps.ts';
import { withVerifiedLine } from './verified-line.ts';

const place = { account: '123456789012', region: 'eu-west-2' };
const names = new StageNames(STAGES[0]!);
const GLUE = { jobName: 'moving-ground-extract', stateMachineArn: '' };
const FIXTURES = join(import.meta.dirname, '../../../fixtures/aws');

let cloud: LocalCloud;
let results: readonly StepResult[];

beforeAll(async () => {
  cloud = await localCloud();
  const steps = verificationSteps(accountSubstitutions(names, place), [], {
    ours: localContext(cloud, 'here-'),
    place: GLUE,
  });
  results = await runSteps(steps.slice(2, -1), localContext(cloud, 'd-20260105t1015-'), 1);
}, 240_000);
afterAll(() => cloud.close());

describe('a verification, against the local cloud', () => {
  it('trains without a bias and with a constant column, and tunes', () => {
    expect(results.map(({ step, state, says }) => [step, state, says])).toEqual([
      ['a training, without-bias', 'ok', expect.stringMatching(/^\d+ s billed$/) as string],
      ['a training, constant-column', 'ok', expect.stringMatching(/^\d+ s billed$/) as string],
      [
        'an artifact trained here, served by the real image',
        'ok',
        expect.stringMatching(/^200 scores, at most 0\.0e\+0 apart$/) as string,
      ],
      [
        'a tuning of two trainings',
        'ok',
        expect.stringMatching(/^Completed, best \S+-00\d-\w+, objectives \S+, \S+$/) as string,
      ],
    ]);
  });

  it('takes a question that a service does not know for no proof', async () => {
    const [definition] = verificationSteps(accountSubstitutions(names, place), [], {
      ours: localContext(cloud, 'here-'),
      place: GLUE,
    });
    const [told] = await runSteps([definition!], localContext(cloud, 'd-'), 1);
    expect(told).toMatchObject({ step: 'the definition of a run', state: 'unknown' });
  }, 60_000);

  it('has the shape of what AWS answered, for every answer that was kept', () => {
    const ours = new Map(
      results.flatMap((result) => Object.entries('responses' in result ? (result.responses ?? {}) : {})),
    );
    expect(ours.size).toBe(4);
    for (const file of existsSync(FIXTURES) ? globSync(join(FIXTURES, '*.json')) : []) {
      const name = basename(file, '.json');
      const real = JSON.parse(readFileSync(file, 'utf8')) as object;
      expect(shapeDifferences(real, JSON.parse(JSON.stringify(scrub(ours.get(name) ?? {}, []))))).toEqual([]);
    }
  });
});

describe('scores of one artifact', () => {
  it('are the same, or wrong', () => {
    expect(compared([0.5, 0.25], [0.5, 0.2500001])).toMatchObject({ state: 'ok' });
    expect(compared([0.5, 0.25], [0.5, 0.26])).toMatchObject({ state: 'wrong' });
    expect(compared([0.5, 0.25], [0.5])).toEqual({ state: 'wrong', says: '1 scores for 2 rows' });
    expect(compared([0.5], [NaN])).toMatchObject({ state: 'wrong' });
  });
});

describe('the cap', () => {
  const ran: string[] = [];
  const step = (name: string, dollars: number): Step => ({
    name,
    dollars,
    run: () => {
      ran.push(name);
      return Promise.resolve({ state: 'ok', says: name });
    },
  });

  it('stops whatever would go beyond it, and nothing that would not', async () => {
    const steps = [step('a', 0.2), step('b', 0.4), step('c', 0.1), step('d', 0)];
    expect(costOf(steps)).toBeCloseTo(0.7, 9);
    const told = await runSteps(steps, {} as VerifyContext, 0.35);
    expect(told.map(({ state }) => state)).toEqual(['ok', 'not-run', 'ok', 'ok']);
    expect(ran).toEqual(['a', 'c', 'd']);
    expect(told[1]?.says).toBe('it may cost $0.40, and $0.15 of the cap are left');
  });
});

describe('the simulator', () => {
  const template = {
    role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: { 'Fn::Join': ['', ['moving-ground-dev-watcher-', { Ref: 'AWS::Region' }]] } },
    },
    policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'role' }],
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::moving-ground-dev-b/runs/*' },
            { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { Ref: 'KeyParameter' } },
            { Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
          ],
        },
      },
    },
  };
  const expectations = roleExpectations(template, 'dev', place);

  it('is asked for what is allowed, and for the same of another stage', () => {
    const asked = {
      roleArn: 'arn:aws:iam::123456789012:role/moving-ground-dev-watcher-eu-west-2',
      action: 's3:PutObject',
    };
    expect(expectations).toEqual([
      { ...asked, resource: 'arn:aws:s3:::moving-ground-dev-b/runs/example', isAllowed: true },
      { ...asked, resource: 'arn:aws:s3:::moving-ground-elsewhere-b/runs/example', isAllowed: false },
    ]);
  });

  it('is believed: an answer other than expected is wrong, with role, action and resource', async () => {
    const answering = (decide: (resource: string) => string) =>
      ({
        send: ({ input }: SimulatePrincipalPolicyCommand) =>
          Promise.resolve({ EvaluationResults: [{ EvalDecision: decide(String(input.ResourceArns?.[0])) }] }),
      }) as unknown as IAMClient;
    const ask = (decide: (resource: string) => string) =>
      rolesStep(expectations).run({ iam: answering(decide) } as VerifyContext);
    expect(await ask((arn) => (arn.includes('-dev-') ? 'allowed' : 'implicitDeny'))).toMatchObject({
      state: 'ok',
    });
    expect(await ask(() => 'allowed')).toEqual({
      state: 'wrong',
      says: 'moving-ground-dev-watcher-eu-west-2 and s3:PutObject on arn:aws:s3:::moving-ground-elsewhere-b/runs/example: allowed',
    });
    expect(await ask(() => 'explicitDeny')).toMatchObject({ state: 'wrong' });
  });
});

describe('what is kept of an answer', () => {
  it('has no account, name, request id or time, and all its members', () => {
    const answer = {
      $metadata: { requestId: 'r' },
      RoleArn: 'arn:aws:iam::123456789012:role/own',
      Output: 's3://own-bucket/models',
      CreationTime: new Date(5),
      Metrics: [{ Value: 0.5 }],
    };
    const kept = scrub(answer, ['own-bucket']);
    expect(JSON.stringify(kept)).not.toMatch(/123456789012|own-bucket|requestId/);
    expect(Object.keys(kept)).toEqual(['RoleArn', 'Output', 'CreationTime', 'Metrics']);
    expect(shapeDifferences(kept, kept)).toEqual([]);
  });

  it('is compared by names and types: what only the local cloud has, and what has another type', () => {
    expect(shapeDifferences({ a: 1, b: [{ c: 'x' }] }, { a: 2, b: [{ c: 'y' }] })).toEqual([]);
    expect(shapeDifferences({ a: 1, b: [{ c: 'x' }] }, { a: '2', b: [{ c: 'y', d: 1 }] })).toEqual([
      'a: number there, string here',
      'b[].d: only here',
    ]);
  });
});

describe('the rest', () => {
  it('is a dataset that is the same everywhere, of both classes, with one constant column', () => {
    const rows = toyRows('train')
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    expect(rows).toHaveLength(600);
    expect(new Set(rows.map(([label]) => label))).toEqual(new Set(['0', '1']));
    expect(new Set(rows.map((row) => row[3]))).toEqual(new Set(['1']));
    expect(toyRows('train')).toBe(toyRows('train'));
    expect(toyRows('test')).not.toBe(toyRows('validation'));
  });

  it('is a line in the README, written over or added', () => {
    const verified = { date: '2026-01-05', region: 'eu-west-2', right: 4, steps: 5 };
    const line = 'Verified on AWS: 4 of 5 checks, eu-west-2, 2026-01-05.';
    expect(withVerifiedLine('# T\n\nVerified on AWS: not yet.\n\nmore\n', verified)).toBe(
      `# T\n\n${line}\n\nmore\n`,
    );
    expect(withVerifiedLine('# T\n', verified)).toBe(`# T\n\n${line}\n`);
  });

  it('is a definition with the names of the account', () => {
    expect(accountSubstitutions(names, place)).toMatchObject({
      CheckerFunctionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:moving-ground-dev-checker',
      ExtractJobName: 'moving-ground-dev-extract',
      SageMakerRoleArn: 'arn:aws:iam::123456789012:role/moving-ground-dev-sagemaker-eu-west-2',
    });
  });
});
