import { objectKeys, runIdOf } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweep, watch } from './handler.ts';
import { batchA, batchB, bucket, created, fakes } from './watcher.fixture.ts';

const BATCHES = [batchA, batchB];
const MINUTE = 60_000;

/** What happens next: an event of one of two batches, a sweep, or ten minutes without anything. */
type Happening = { readonly kind: 'event' | 'sweep' | 'wait'; readonly batch: number };

const FIVE_EACH: readonly Happening[] = [0, 1].flatMap((batch) =>
  Array.from({ length: 5 }, () => ({ kind: 'event', batch }) as const),
);
const BETWEEN: readonly Happening[] = (['sweep', 'wait'] as const).flatMap((kind) =>
  Array.from({ length: 3 }, () => ({ kind, batch: 0 })),
);

/** Every event comes one to five times, in any order, long before or after a sweep. */
const anyDelivery = fc.record({
  happenings: fc.shuffledSubarray([...FIVE_EACH, ...BETWEEN]),
  atOnce: fc.boolean(),
});

async function deliver(happenings: readonly Happening[], atOnce: boolean) {
  const world = fakes();
  const { effects, clock, storage } = world;
  for (const batch of BATCHES) await storage.put(bucket, objectKeys.manifest(batch), '{}');
  const happen = async ({ kind, batch }: Happening): Promise<void> => {
    if (kind === 'wait') clock.nowMs += 10 * MINUTE;
    else if (kind === 'sweep') await sweep({}, undefined, effects);
    else await watch(created(objectKeys.manifest(BATCHES[batch]!)), undefined, effects);
  };
  if (atOnce) await Promise.all(happenings.map(happen));
  else for (const happening of happenings) await happen(happening);
  return world;
}

describe('events that come five times, in any order, ten minutes late or at the same moment as a sweep', () => {
  it('start one execution of a batch, with one record of who started it', async () => {
    await fc.assert(
      fc.asyncProperty(anyDelivery, async ({ happenings, atOnce }) => {
        const { executions, storage, starts } = await deliver(happenings, atOnce);
        const told = happenings.some(({ kind }) => kind === 'sweep')
          ? BATCHES
          : BATCHES.filter((_, i) => happenings.some(({ kind, batch }) => kind === 'event' && batch === i));
        expect([...executions.keys()].sort()).toEqual(told.map((batch) => `${batch}-1`).sort());
        expect(starts.filter(({ answer }) => answer === 'started')).toHaveLength(told.length);
        for (const batch of told)
          expect(await storage.head(bucket, objectKeys.runStarted(runIdOf(batch, 1)))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a batch whose event never comes', () => {
  it('is started exactly once by sweeps, however many and however close together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.boolean(), async (sweeps, atOnce) => {
        const happenings = Array.from({ length: sweeps }, () => ({ kind: 'sweep', batch: 0 }) as const);
        const { executions, starts } = await deliver(happenings, atOnce);
        expect(executions.size).toBe(2);
        expect(starts.filter(({ answer }) => answer === 'started')).toHaveLength(2);
      }),
    );
  });

  it('is not started again by its event a day late', async () => {
    const { effects, clock, executions } = await deliver([{ kind: 'sweep', batch: 0 }], false);
    clock.nowMs += 24 * 60 * MINUTE;
    await watch(created(objectKeys.manifest(batchA)), undefined, effects);
    expect(executions.size).toBe(2);
  });

  it('is started by the next sweep when this one dies before, or before it is written down', async () => {
    const { effects, executions, storage, starts } = fakes();
    await storage.put(bucket, objectKeys.manifest(batchA), '{}');
    const dying = { ...effects, executions: { start: () => Promise.reject(new Error('throttled')) } };
    await expect(sweep({}, undefined, dying)).rejects.toThrow('throttled');
    const unwritten = { ...storage, put: () => Promise.reject(new Error('no answer')) };
    await expect(sweep({}, undefined, { ...effects, storage: unwritten })).rejects.toThrow('no answer');
    expect(executions.size).toBe(1);
    await sweep({}, undefined, effects);
    expect(starts.map(({ answer }) => answer)).toEqual(['started', 'already-exists']);
    expect(await sweep({}, undefined, effects)).toEqual({ started: [] });
  });
});
