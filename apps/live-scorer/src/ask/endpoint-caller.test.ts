import type { EndpointRuntime, Invocation } from '@moving-ground/aws-clients/sagemaker-runtime';
import { describe, expect, it } from 'vitest';
import { CallInFlight, EndpointCaller } from './endpoint-caller.ts';

const ANSWER = '{"predictions": [{"score": 0.25, "predicted_label": 0}]}';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An endpoint whose answers are given by hand. */
function handRuntime(): { runtime: EndpointRuntime; asked: Invocation[]; answer: (text: string) => void } {
  const asked: Invocation[] = [];
  let answer: (bytes: Uint8Array) => void = () => undefined;
  const runtime: EndpointRuntime = {
    invoke: (invocation) => {
      asked.push(invocation);
      return new Promise((resolve, reject) => {
        answer = resolve;
        invocation.signal?.addEventListener('abort', () => reject(invocation.signal?.reason as Error));
      });
    },
  };
  return { runtime, asked, answer: (text) => answer(bytes(text)) };
}

function callerOf(
  runtime: EndpointRuntime,
  times: { deadlineMs?: number; giveUpMs?: number } = {},
): EndpointCaller {
  return new EndpointCaller({
    runtime,
    endpointName: 'ground',
    deadlineMs: 20,
    giveUpMs: 10_000,
    steadyMs: () => performance.now(),
    ...times,
  });
}

const row = Float32Array.of(0.1, -2, 3.5e-8);

describe('a call', () => {
  it('sends each float32 so that it is read again as the same, and answers score and label', async () => {
    const { runtime, asked, answer } = handRuntime();
    const result = callerOf(runtime, { deadlineMs: 10_000 }).ask(row);
    answer(ANSWER);
    expect(await result).toMatchObject({ kind: 'answered', score: 0.25, predictedLabel: 0 });
    expect(asked).toMatchObject([
      { endpointName: 'ground', contentType: 'text/csv', accept: 'application/json' },
    ]);
    expect(Float32Array.from(String(asked[0]?.body).split(','), Number)).toEqual(row);
  });

  it.each([
    ['{"predictions": []}'],
    ['{"predictions": [{"score": 0.1, "predicted_label": 0}, {"score": 0.1, "predicted_label": 0}]}'],
    ['{"predictions": [{"score": null, "predicted_label": 1}]}'],
    ['{"predictions": [{"score": 0.5, "predicted_label": 2}]}'],
    ['<html>'],
    [''],
  ])('answered by %s has failed, and quotes it', async (text) => {
    const { runtime, answer } = handRuntime();
    const result = callerOf(runtime, { deadlineMs: 10_000 }).ask(row);
    answer(text);
    expect(await result).toEqual({
      kind: 'failed',
      reason: `AnswerNotUnderstood: the endpoint answered one row with ${JSON.stringify(text)}`,
    });
  });

  it('that is late is slow, keeps others from being made until it ends, and its answer reaches nobody', async () => {
    const { runtime, asked, answer } = handRuntime();
    const caller = callerOf(runtime);
    const result = await caller.ask(row);
    expect(result.kind).toBe('slow');
    expect(caller.waitedMs).toBeGreaterThanOrEqual(19);
    await expect(caller.ask(row)).rejects.toThrow(CallInFlight);
    answer(ANSWER);
    await Promise.resolve();
    while (caller.waitedMs !== undefined) await new Promise(setImmediate);
    expect(asked).toHaveLength(1);
    const next = caller.ask(row);
    answer(ANSWER.replace('0.25', '0.75'));
    expect(await next).toMatchObject({ score: 0.75 });
  });

  it('without any answer is given up, and the next one is made', async () => {
    const { runtime, asked } = handRuntime();
    const caller = callerOf(runtime, { deadlineMs: 5, giveUpMs: 30 });
    expect((await caller.ask(row)).kind).toBe('slow');
    while (caller.waitedMs !== undefined) await new Promise(setImmediate);
    expect(asked[0]?.signal?.aborted).toBe(true);
    expect((await caller.ask(row)).kind).toBe('slow');
  });

  it('under way is given up when it is stopped', async () => {
    const { runtime, asked } = handRuntime();
    const caller = callerOf(runtime, { deadlineMs: 10_000 });
    const result = caller.ask(row);
    await caller.stop();
    expect((await result).kind).toBe('failed');
    expect(asked[0]?.signal?.aborted).toBe(true);
  });
});
