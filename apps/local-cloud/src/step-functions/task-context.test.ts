import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../protocol/json-service.ts';
import { MACHINE_ARN, openBench, type Bench } from './step-functions.fixture.ts';

let folder: string;
let bench: Bench;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-sfn-'));
});

afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
  expect(bench.bugs).toEqual([]);
});

async function outputOf(definition: JsonObject): Promise<unknown> {
  bench = await openBench({ folder, definition });
  const { executionArn } = await bench.client.send(
    new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: 'run', input: '{"x":1}' }),
  );
  for (;;) {
    const { status, output = 'null' } = await bench.client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status !== 'RUNNING') return { status, output: JSON.parse(output) as unknown };
    await new Promise((turn) => setTimeout(turn, 10));
  }
}

const ask = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };

it('The context object names the execution, its input, the machine and the state that is entered', async () => {
  const look = {
    'id.$': '$$.Execution.Id',
    'name.$': '$$.Execution.Name',
    'input.$': '$$.Execution.Input',
    'machine.$': '$$.StateMachine.Id',
    'state.$': '$$.State.Name',
  };
  const States = {
    First: { Type: 'Pass', Parameters: look, ResultPath: '$.first', Next: 'Second' },
    Second: { Type: 'Pass', Parameters: look, ResultPath: '$.second', End: true },
  };
  const shared = {
    id: `${MACHINE_ARN.replace('stateMachine', 'execution')}:run`,
    name: 'run',
    input: { x: 1 },
    machine: MACHINE_ARN,
  };
  expect(await outputOf({ StartAt: 'First', States })).toEqual({
    status: 'SUCCEEDED',
    output: { x: 1, first: { ...shared, state: 'First' }, second: { ...shared, state: 'Second' } },
  });
});

it('Tasks inside Parallel and Map are run here, not sent to AWS', async () => {
  const task = {
    ...ask,
    Parameters: { FunctionName: 'ground-f', Payload: {} },
    ResultSelector: { 'status.$': '$.StatusCode' },
    End: true,
  };
  const States = {
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Left', States: { Left: task } }],
      ResultPath: '$.both',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.both',
      ItemProcessor: { StartAt: 'Item', States: { Item: task } },
      End: true,
    },
  };
  expect(await outputOf({ StartAt: 'Both', States })).toEqual({
    status: 'SUCCEEDED',
    output: [{ status: 200 }],
  });
});
