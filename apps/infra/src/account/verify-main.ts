import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SFNClient } from '@aws-sdk/client-sfn';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { StageNames } from '../names.ts';
import { LINEAR_LEARNER_ACCOUNTS } from '../parts/linear-learner-image.ts';
import { localCloud } from './start-local-cloud.ts';
import type { GluePlace } from './verify/glue-step.ts';
import { localContext } from './verify/local-context.ts';
import { awsAccount } from './aws-account.ts';
import { chosenStage } from './chosen-stage.ts';
import { accountSubstitutions } from './verify/account-substitutions.ts';
import { roleExpectations, type Place } from './verify/role-expectations.ts';
import type { Expectation } from './verify/roles-step.ts';
import { costOf, runSteps, type StepResult } from './verify/run-steps.ts';
import { scrub } from './verify/scrub.ts';
import type { Step, VerifyContext } from './verify/step.ts';
import { verificationSteps } from './verify/verification-steps.ts';
import { withVerifiedLine } from './verify/verified-line.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const FIXTURES = join(ROOT, 'apps/infra/fixtures/aws');
const POLL_MS = 10_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function contextOf(names: StageNames, { account, region }: Place, now: Date): VerifyContext {
  const time = now.toISOString().replaceAll(/[-:.]/g, '').slice(0, 15).toLowerCase();
  return {
    states: new SFNClient(),
    iam: new IAMClient(),
    s3: new S3Client(),
    glue: new GlueClient(),
    sageMaker: new SageMakerClient(),
    runtime: new SageMakerRuntimeClient(),
    bucket: names.own(`${account}-${region}`),
    roleArn: `arn:aws:iam::${account}:role/${names.own('sagemaker')}-${region}`,
    trainingImage: `${LINEAR_LEARNER_ACCOUNTS[region]}.dkr.ecr.${region}.amazonaws.com/linear-learner:1`,
    namePrefix: `${names.runPrefix}${time}-`,
    pollMs: POLL_MS,
  };
}

function gluePlace(names: StageNames, { account, region }: Place): GluePlace {
  const stateMachineArn = `arn:aws:states:${region}:${account}:stateMachine:${names.own('pipeline')}`;
  return { jobName: names.own('extract'), stateMachineArn };
}

/** Of the templates that were synthesised last; they are what is compared with the account. */
function expectationsOf(stage: string, place: Place): readonly Expectation[] {
  const files = globSync(join(ROOT, `apps/infra/cdk.out/moving-ground-${stage}-*.template.json`));
  return files.flatMap((file) => {
    const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as {
      Resources: Parameters<typeof roleExpectations>[0];
    };
    return roleExpectations(Resources, stage, place);
  });
}

async function mayBegin(steps: readonly Step[], cap: number, isAgreed: boolean): Promise<boolean> {
  for (const { name, dollars } of steps) say(`  at most $${dollars.toFixed(2)}  ${name}`);
  say(`at most $${costOf(steps).toFixed(2)} together, and never more than the cap of $${cap.toFixed(2)}`);
  if (isAgreed) return true;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question('go on? (yes) ');
  lines.close();
  return answer.trim() === 'yes';
}

function keep(results: readonly StepResult[], context: VerifyContext, place: Place): void {
  mkdirSync(FIXTURES, { recursive: true });
  const secrets = [context.bucket, context.roleArn, context.namePrefix, place.account];
  for (const result of results)
    for (const [name, response] of Object.entries('responses' in result ? (result.responses ?? {}) : {}))
      writeFileSync(join(FIXTURES, `${name}.json`), `${JSON.stringify(scrub(response, secrets), null, 2)}\n`);
}

/** `npx nx run infra:verify -- --stage dev --cap 1` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      cap: { type: 'string', default: '1.00' },
      yes: { type: 'boolean', default: false },
    },
  });
  const stage = chosenStage(values.stage);
  const names = new StageNames(stage);
  const place = await awsAccount().identity();
  const cloud = await localCloud();
  try {
    const expectations = expectationsOf(stage.name, place);
    const steps = verificationSteps(accountSubstitutions(names, place), expectations, {
      ours: localContext(cloud, 'here-'),
      place: gluePlace(names, place),
    });
    const isAgreed = await mayBegin(steps, Number(values.cap), values.yes);
    if (isAgreed)
      await verify(steps, contextOf(names, place, new Date()), { place, cap: Number(values.cap) });
    else say('nothing was done');
  } finally {
    await cloud.close();
  }
}

async function verify(
  steps: readonly Step[],
  context: VerifyContext,
  { place, cap }: { readonly place: Place; readonly cap: number },
): Promise<void> {
  const results = await runSteps(steps, context, cap);
  for (const { step, state, says } of results) say(`${state.padEnd(8)} ${step}: ${says}`);
  keep(results, context, place);
  note(results, place);
}

function note(results: readonly StepResult[], { region }: Place): void {
  const readme = join(ROOT, 'README.md');
  const right = results.filter(({ state }) => state === 'ok').length;
  const date = new Date().toISOString().slice(0, 10);
  const verified = { date, region, right, steps: results.length };
  writeFileSync(readme, withVerifiedLine(readFileSync(readme, 'utf8'), verified));
  process.exitCode = results.some(({ state }) => state === 'wrong') ? 1 : 0;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
