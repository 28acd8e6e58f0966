import { callGlue } from './calls/call-glue.ts';
import { callLambda } from './calls/call-lambda.ts';
import { callRuntime } from './calls/call-runtime.ts';
import { callS3 } from './calls/call-s3.ts';
import { callSageMaker } from './calls/call-sage-maker.ts';
import { callSecretsManager } from './calls/call-secrets-manager.ts';
import { callStepFunctions } from './calls/call-step-functions.ts';
import type { Place } from './place.ts';
import type { RecordedAnswer } from './recorded-answers.ts';

/** Calls every operation that the local cloud offers, by the clients themselves, and each service once in vain. */
export async function callEverything(place: Place, answers: RecordedAnswer[]): Promise<void> {
  await callStepFunctions(place, answers);
  await callRuntime(place, answers);
  await callSageMaker(place, answers);
  await callGlue(place, answers);
  await callSecretsManager(place, answers);
  await callS3(place, answers);
  await callLambda(place, answers);
}
