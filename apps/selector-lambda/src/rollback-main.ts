import { EXIT, runCommand } from './command-line.ts';
import { putBack } from './rollback/put-back.ts';
import { rollbackEffects } from './wiring.ts';

/** `rollback RUN [--why TEXT] [--json] [--quiet]`: the model of that run serves again, and is the champion. */
process.exitCode = await runCommand('rollback', async ({ runId, bucket, why, json, quiet }) => {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const onTheWay = json || quiet ? (): void => undefined : tell;
  const { modelName, endpointName, inPlaceOf } = await putBack(runId, why, rollbackEffects(bucket, onTheWay));
  const before = inPlaceOf.modelName;
  const event = { event: 'rolled-back', runId, endpointName, modelName, inPlaceOf: before };
  const text = `endpoint ${endpointName} serves ${modelName} again, in the place of ${before}`;
  tell(json ? JSON.stringify(event) : text);
  return EXIT.done;
});
