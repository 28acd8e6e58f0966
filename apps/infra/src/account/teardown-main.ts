import { estimate } from '@moving-ground/cost';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import { parseArgs } from 'node:util';
import { monthlyUsage, variantOf } from '../cost/monthly-usage.ts';
import { cdkCommand } from '../deploy/cdk-command.ts';
import { runCdk } from '../deploy/run-cdk.ts';
import { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';
import { awsAccount } from './aws-account.ts';
import { chosenStage } from './chosen-stage.ts';
import { emptyBucket } from './empty-bucket.ts';
import { teardownPlan, type TeardownStep } from './teardown-plan.ts';
import { removeWhatRunsMade } from './teardown.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function take(step: TeardownStep, stage: Stage): Promise<void> {
  const names = new StageNames(stage);
  const { account, region } = await awsAccount().identity();
  if (step.kind === 'destroy') await runCdk(cdkCommand('destroy', stage.name, step.stacks));
  if (step.kind === 'give-up-data')
    await runCdk(cdkCommand('deploy', stage.name, ['data']), { GROUND_DATA_KEPT: 'false' });
  if (step.kind === 'empty-buckets')
    for (const bucket of [
      `${names.own(`${account}-${region}`)}`,
      `${names.own(`${account}-${region}`)}-logs`,
    ])
      say(`${await emptyBucket(new S3Client(), bucket)} versions deleted from ${bucket}`);
  if (step.kind === 'remove-what-runs-made') {
    const machine = `arn:aws:states:${region}:${account}:stateMachine:${names.own('pipeline')}`;
    await removeWhatRunsMade(
      { states: new SFNClient(), sageMaker: new SageMakerClient() },
      names,
      machine,
      say,
    );
  }
}

/** `npx nx run infra:teardown -- --stage dev --yes [--with-data]` */
async function main(): Promise<void> {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { stage: { type: 'string' }, yes: flag, 'with-data': flag } });
  const stage = chosenStage(values.stage);
  const steps = teardownPlan(values['with-data']);
  for (const step of steps) say(step.kind === 'destroy' ? `destroy ${step.stacks.join(', ')}` : step.kind);
  if (!values.yes) return say('nothing was done: add --yes to do this');
  for (const step of steps) await take(step, stage);
  if (!values['with-data'])
    say(`kept: the data, for about ${kept(stage)} a month; --with-data deletes it, too`);
}

/** An idle stage without its instances and gateways. */
function kept(stage: Stage): string {
  const bare: Stage = {
    ...stage,
    network: 'public',
    endpoint: { kind: 'serverless', memoryMb: 1024, maxConcurrency: 1 },
  };
  return `$${estimate(monthlyUsage(variantOf(bare, false))).dollars.toFixed(2)}`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
