import { parseArgs } from 'node:util';
import { awsAccount } from './aws-account.ts';
import { chosenStage } from './chosen-stage.ts';
import { preflight } from './preflight.ts';

/** `npx nx run infra:preflight -- --stage dev --fix` */
try {
  const { values } = parseArgs({
    options: { stage: { type: 'string' }, fix: { type: 'boolean', default: false } },
  });
  const findings = await preflight(awsAccount(), chosenStage(values.stage), values.fix);
  for (const { what, state, says } of findings) process.stdout.write(`${state.padEnd(8)} ${what}: ${says}\n`);
  process.exitCode = findings.some(({ state }) => state === 'wrong') ? 1 : 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
