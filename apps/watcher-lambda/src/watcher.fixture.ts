import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { WatcherEffects } from './watcher-effects.ts';

export const bucket = 'ground';
export const batchA = '20260105t101500-0f3a9c21';
export const batchB = '20260105t104500-aaaaaaaa';

type World = {
  readonly effects: WatcherEffects;
  /** Inputs by name. */
  readonly executions: ReadonlyMap<string, object>;
  readonly starts: readonly { readonly name: string; readonly answer: string }[];
  readonly warnings: readonly object[];
  readonly clock: { nowMs: number };
  readonly storage: ObjectStorage;
};

export function fakes(): World {
  const clock = { nowMs: 1_000_000 };
  const executions = new Map<string, object>();
  const starts: World['starts'][number][] = [];
  const warnings: object[] = [];
  const storage = createInMemoryStorage(() => clock.nowMs);
  const effects: WatcherEffects = {
    storage,
    executions: {
      start: async ({ name, input }) => {
        await Promise.resolve();
        const answer = executions.has(name) ? 'already-exists' : 'started';
        if (answer === 'started') executions.set(name, input);
        starts.push({ name, answer });
        return answer;
      },
    },
    bucket,
    stateMachineArn: 'arn:machine',
    now: () => clock.nowMs,
    log: { info: () => undefined, warn: (fields) => warnings.push(fields) },
  };
  return { effects, executions, starts, warnings, clock, storage };
}

export const created = (key: string, name = bucket): object => ({
  'detail-type': 'Object Created',
  detail: { bucket: { name }, object: { key, size: 1 } },
});
export const notified = (...keys: string[]): object => ({
  Records: keys.map((key) => ({
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: bucket }, object: { key } },
  })),
});
