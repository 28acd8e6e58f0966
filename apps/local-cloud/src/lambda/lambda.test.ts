import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, type InvocationType } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../listen.ts';
import { Documents } from '../state/documents.ts';
import type { DeadLetter } from './deliver-event.ts';
import { Lambdas } from './lambdas.ts';

const BUNDLE = `
if (process.env.GROUND_LOUD) console.log('loaded');
import { readFileSync, writeFileSync } from 'node:fs';
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let events = 0;
let atOnce = 0;
class Refused extends Error { name = 'Refused'; }
export async function handle(event, context) {
  events += 1;
  switch (event?.ask) {
    case 'environment': return process.env;
    case 'refuse': throw new Refused('the batch was empty');
    case 'hang': return new Promise(() => setInterval(() => {}, 1000));
    case 'exit': return process.exit(7);
    case 'exit later': setTimeout(() => process.exit(8), 20); return 'exits';
    case 'fail later': setTimeout(() => { throw new Error('too late'); }, 20); return 'fails';
    case 'events': return events;
    case 'log': console.log(event.line); return null;
    case 'write': writeFileSync(event.file, 'written'); return null;
    case 'pause': await pause(event.ms); return [event.started, Date.now()];
    default: return { event, name: context.functionName, left: context.getRemainingTimeInMillis() > 0 };
  }
}
`;

let folder: string;
let server: Server;
let client: LambdaClient;
let lambdas: Lambdas;
let deadLetters: Documents<DeadLetter>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-lambda-'));
  writeFileSync(join(folder, 'bundle.mjs'), BUNDLE);
  const settings = {
    bundle: join(folder, 'bundle.mjs'),
    handler: 'handler.handle',
    environment: { GROUND_BUCKET: 'ground' },
    timeoutSeconds: 1,
  };
  const named = (name: string): { name: string; arn: string; folder: string } => ({
    name,
    arn: `arn:aws:lambda:eu-west-2:000000000000:function:${name}`,
    folder: join(folder, name),
  });
  deadLetters = new Documents(join(folder, 'dead-letters'));
  lambdas = new Lambdas({
    functions: [
      { ...settings, ...named('ground-f') },
      { ...settings, ...named('ground-none'), handler: 'handler.none' },
      { ...settings, ...named('ground-loud'), environment: { GROUND_LOUD: 'yes' } },
    ],
    deadLetters,
    onBug: (error) => {
      throw error;
    },
    pausesMs: [0, 1, 1],
  });
  const listening = await listen(0);
  server = listening.server;
  server.on('request', (request, response) => void lambdas.serve(request, response));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new LambdaClient({ endpoint: listening.url, region: 'eu-west-2', credentials, maxAttempts: 1 });
});

afterEach(async () => {
  client.destroy();
  await lambdas.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

type Answer = {
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly payload: unknown;
};

async function invoke(event: unknown, FunctionName = 'ground-f', type?: InvocationType): Promise<Answer> {
  const command = { FunctionName, Payload: JSON.stringify(event), ...(type && { InvocationType: type }) };
  const { StatusCode: status, FunctionError: error, Payload } = await client.send(new InvokeCommand(command));
  const text = Payload?.transformToString() ?? '';
  return { status, error, payload: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

describe('an invocation', () => {
  it('answers what the handler returns', async () => {
    const payload = { event: { a: [1, 'ü'] }, name: 'ground-f', left: true };
    expect(await invoke({ a: [1, 'ü'] })).toEqual({ status: 200, error: undefined, payload });
  });

  it('takes the ARN for a name, and no function that is not there', async () => {
    const arn = 'arn:aws:lambda:eu-west-2:000000000000:function:ground-f';
    expect((await invoke(1, arn)).payload).toMatchObject({ name: 'ground-f' });
    await expect(invoke(1, 'ground-g')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: ground-g',
    });
  });

  it('that throws is unhandled, with the error as its payload', async () => {
    const { status, error, payload } = await invoke({ ask: 'refuse' });
    expect([status, error]).toEqual([200, 'Unhandled']);
    expect(payload).toMatchObject({ errorType: 'Refused', errorMessage: 'the batch was empty' });
    expect((payload as { trace: string[] }).trace[0]).toBe('Refused: the batch was empty');
  });

  it('of a bundle without that handler says so', async () => {
    const { error, payload } = await invoke({}, 'ground-none');
    expect([error, payload]).toEqual([
      'Unhandled',
      expect.objectContaining({
        errorType: 'TypeError',
        errorMessage: expect.stringMatching(/no function none$/) as string,
      }),
    ]);
  });

  it('that takes too long ends, and the next one is served', async () => {
    const { error, payload } = await invoke({ ask: 'hang' });
    const told = { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 1.00 seconds' };
    expect([error, payload]).toEqual(['Unhandled', expect.objectContaining(told)]);
    expect((await invoke({ ask: 'events' })).payload).toBe(1);
  });

  it('that exits the process ends only itself', async () => {
    const { error, payload } = await invoke({ ask: 'exit' });
    const told = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with code 7' };
    expect([error, payload]).toEqual(['Unhandled', expect.objectContaining(told)]);
    expect((await invoke({ ask: 'events' })).payload).toBe(1);
  });

  it('is served after the handler ended itself between two events', async () => {
    for (const ask of ['exit later', 'fail later']) {
      await invoke({ ask });
      await new Promise((done) => setTimeout(done, 150));
      expect((await invoke({ ask: 'events' })).payload).toBe(1);
    }
  });

  it('sees the environment of its function and nothing of the parent', async () => {
    process.env['GROUND_LAMBDA_PARENT'] = 'seen';
    const { payload } = await invoke({ ask: 'environment' });
    delete process.env['GROUND_LAMBDA_PARENT'];
    expect(payload).toEqual({ GROUND_BUCKET: 'ground', AWS_LAMBDA_FUNCTION_NAME: 'ground-f' });
  });

  it('of type Event is accepted and goes on by itself', async () => {
    const file = join(folder, 'written');
    expect(await invoke({ ask: 'write', file }, 'ground-f', 'Event')).toMatchObject({ status: 202 });
    await expect.poll(() => readFileSync(file, { encoding: 'utf8', flag: 'a+' })).toBe('written');
  });

  it('of type Event is tried three times and then kept as a dead letter', async () => {
    expect(await invoke({ ask: 'refuse' }, 'ground-f', 'Event')).toMatchObject({ status: 202 });
    await expect.poll(() => deadLetters.names().length).toBe(1);
    expect(deadLetters.all()[0]).toMatchObject({
      functionName: 'ground-f',
      event: { ask: 'refuse' },
      error: { errorType: 'Refused' },
    });
    expect((await invoke({ ask: 'events' })).payload).toBe(4);
  });

  it('of type Event needs a function that is there', async () => {
    await expect(invoke(1, 'ground-g', 'Event')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a payload that is not JSON', async () => {
    const call = client.send(new InvokeCommand({ FunctionName: 'ground-f', Payload: '{' }));
    await expect(call).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });
});

describe('a function', () => {
  it('serves three at once and lets a fourth wait', async () => {
    await Promise.all([1, 2, 3].map(() => invoke({ ask: 'pause', ms: 100 })));
    const started = Date.now();
    const ends = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const { payload } = await invoke({ ask: 'pause', ms: 300, started });
        return (payload as number[])[1] ?? 0;
      }),
    );
    const [first = 0, , third = 0, fourth = 0] = ends.map((end) => end - started).sort((a, b) => a - b);
    expect(first).toBeGreaterThanOrEqual(299);
    expect(third).toBeLessThan(first + 300);
    expect(fourth).toBeGreaterThanOrEqual(first + 290);
  });

  it('uses a sandbox again and writes what it logs to a file', async () => {
    await invoke({ ask: 'log', line: 'a line' });
    expect((await invoke({ ask: 'events' })).payload).toBe(2);
    const log = (): string => readFileSync(join(folder, 'ground-f', 'log.jsonl'), 'utf8');
    await expect.poll(log).toBe('a line\n');
  });

  it('of a provisioned function finds its bundle loaded', async () => {
    lambdas.provision();
    const log = (): string => readFileSync(join(folder, 'ground-loud', 'log.jsonl'), 'utf8');
    await expect.poll(log, { timeout: 10_000 }).toBe('loaded\n');
    expect((await invoke({ ask: 'log', line: 'asked' }, 'ground-loud')).error).toBeUndefined();
    await expect.poll(log).toBe('loaded\nasked\n');
    expect((await invoke(null, 'ground-none')).payload).toMatchObject({ errorType: 'TypeError' });
  });

  it('that is closed ends what is going on', async () => {
    const going = invoke({ ask: 'hang' });
    const waiting = Promise.all([1, 2, 3].map(() => invoke({ ask: 'hang' })));
    await new Promise((done) => setTimeout(done, 300));
    await lambdas.close();
    expect((await going).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await waiting).map(({ error }) => error)).toEqual(['Unhandled', 'Unhandled', 'Unhandled']);
  });
});
