import { EXIT, runCommand } from './command-line.ts';
import { putBack } from './rollback/put-back.ts';
import { rollbackEffects } from './wiring.ts';

/** `rollback RUN [--why TEXT]`: the model of that run serves again, and is the champion. */
process.exitCode = await runCommand('rollback', async ({ runId, bucket, why }) => {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const { modelName, endpointName, inPlaceOf } = await putBack(runId, why, rollbackEffects(bucket, tell));
  tell(`endpoint ${endpointName} serves ${modelName} again, in the place of ${inPlaceOf.modelName}`);
  return EXIT.done;
});
