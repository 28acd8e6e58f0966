import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { inVain } from '../in-vain.ts';
import type { Place } from '../place.ts';
import { recordAnswers, type RecordedAnswer } from '../recorded-answers.ts';

export async function callStepFunctions(place: Place, answers: RecordedAnswer[]): Promise<void> {
  const client = new SFNClient(place.client);
  recordAnswers(client, 'stepfunctions', answers);
  const { stateMachineArn, runId } = place;
  await client.send(new ListStateMachinesCommand());
  await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
  const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
  const executionArn = executions?.find(({ name }) => name === runId)?.executionArn;
  await client.send(new DescribeExecutionCommand({ executionArn }));
  await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  const input = JSON.stringify({ batchId: '20260105t101500-0f3a9c21', attempt: 1 });
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'stopped', input }));
  await client.send(new StopExecutionCommand({ executionArn: started.executionArn, cause: 'asked to' }));
  await client.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
  await client.send(new GetExecutionHistoryCommand({ executionArn: started.executionArn }));
  await inVain(client.send(new DescribeExecutionCommand({ executionArn: `${executionArn}-not-there` })));
  await inVain(client.send(new StartExecutionCommand({ stateMachineArn, input: 'no json' })));
}
