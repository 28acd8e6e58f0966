import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';
import { callHosting } from './call-hosting.ts';
import { callTraining } from './call-training.ts';
import { callTuning } from './call-tuning.ts';

export async function callSageMaker(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new SageMakerClient(place.client);
  recordAnswers(client, 'sagemaker', answers);
  const best = await callTuning(client, place.runId);
  await callTraining(client, best);
  await callHosting(client, best);
}
