import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { inVain } from '../in-vain.ts';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';

/** bid, offer, mid_open, high, low and the 20 prices before. */
const ROW = Array.from({ length: 25 }, (_, i) => (i % 7) - 3).join();

export async function callRuntime(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new SageMakerRuntimeClient(place.client);
  recordAnswers(client, 'sagemaker-runtime', answers);
  const row = { EndpointName: 'moving-ground', ContentType: 'text/csv', Body: ROW };
  await client.send(new InvokeEndpointCommand(row));
  await client.send(new InvokeEndpointCommand({ ...row, Accept: 'text/csv', CustomAttributes: 'c=1' }));
  await inVain(client.send(new InvokeEndpointCommand({ ...row, Body: '1,2' })));
  await inVain(client.send(new InvokeEndpointCommand({ ...row, ContentType: 'text/plain' })));
  await inVain(client.send(new InvokeEndpointCommand({ ...row, EndpointName: 'not-there' })));
}
