import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { inVain } from '../in-vain.ts';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';

export async function callLambda(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new LambdaClient(place.client);
  recordAnswers(client, 'lambda', answers);
  const FunctionName = 'moving-ground-sweep';
  await client.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
  await client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{}' }));
  await client.send(new InvokeCommand({ FunctionName: 'moving-ground-checker', Payload: '{}' }));
  await inVain(client.send(new InvokeCommand({ FunctionName: 'not-there', Payload: '{}' })));
}
