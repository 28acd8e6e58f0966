import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { putJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { describe, expect, it } from 'vitest';
import { readPromised } from './model-documents.ts';
import { ModelFacts } from './model-facts.ts';
import { ModelWatch } from './model-watch.ts';
import { servedModel, type Served } from './served-model.ts';
import type { TrainingFacts } from './training-facts.ts';

const RUN = '20260105t101000-00000001-1';
const bucket = 'ground';
const champion = {
  runId: RUN,
  modelName: 'model',
  endpointName: 'live',
  endpointConfigName: 'config',
  schemaHash: 'hash',
  dataEndMs: 1,
};

function served(status: string | undefined, config: string, storage: ObjectStorage): Promise<Served> {
  const endpoint = status === undefined ? undefined : { status, endpointConfigName: config };
  const describeEndpoint = async (): Promise<typeof endpoint> => endpoint;
  return servedModel({ storage, describeEndpoint, bucket, endpointName: 'live', schema: { hash: 'hash' } });
}

async function storageWith(record: object | undefined): Promise<ObjectStorage> {
  const storage = createInMemoryStorage();
  if (record) await putJson(storage, { bucket, key: 'models/champion.json' }, record);
  return storage;
}

describe('the model behind the endpoint', () => {
  it.each([
    ['InService', 'config', champion, 'serving'],
    ['Updating', 'config', champion, 'serving'],
    ['InService', 'config-2', champion, 'model-changing'],
    ['InService', 'config', undefined, 'model-changing'],
    ['InService', 'config', { ...champion, endpointName: 'other' }, 'model-changing'],
    ['InService', 'config', { ...champion, schemaHash: 'other' }, 'schema-differs'],
    ['Creating', 'config', champion, 'no-model'],
    ['Failed', 'config', champion, 'no-model'],
    ['Deleting', 'config', champion, 'no-model'],
    [undefined, 'config', champion, 'no-model'],
  ] as const)('of an endpoint that is %s with %s: %#', async (status, config, record, kind) => {
    const told = await served(status, config, await storageWith(record));
    expect(told.kind).toBe(kind);
    if (told.kind === 'serving') expect(told.isUpdating).toBe(status === 'Updating');
  });

  it('is not known while its record cannot be read', async () => {
    await expect(served('InService', 'config', await storageWith({ runId: 3 }))).rejects.toThrow(
      'models/champion.json',
    );
  });
});

describe('the watch', () => {
  type Step = Served | Error;
  const serving = (runId: string): Served => ({
    kind: 'serving',
    champion: { ...champion, runId },
    isUpdating: false,
  });

  function watchOf(steps: Step[]): { watch: ModelWatch; changes: unknown[][]; clock: { ms: number } } {
    const clock = { ms: 100 };
    const changes: unknown[][] = [];
    const watch = new ModelWatch({
      look: async () => {
        const step = steps.shift();
        if (step === undefined || step instanceof Error) throw step ?? new Error('no more steps');
        return step;
      },
      everyMs: 1,
      believedMs: 1000,
      steadyMs: () => clock.ms,
      nowMs: () => clock.ms,
      onChange: (before, now, sinceMs) => changes.push([before.kind, now.kind, sinceMs]),
    });
    return { watch, changes, clock };
  }

  it('tells a change once, and from when on it is not certain who answered', async () => {
    const { watch, changes, clock } = watchOf([serving('a'), serving('a'), serving('b'), serving('b')]);
    for (const ms of [200, 300, 400, 500]) {
      clock.ms = ms;
      await watch.look();
    }
    expect(changes).toEqual([
      ['model-unknown', 'serving', 100],
      ['serving', 'serving', 300],
    ]);
  });

  it('believes what it saw for a while when nothing can be seen, and then no more', async () => {
    const away = new Error('connection refused');
    const { watch, changes, clock } = watchOf([serving('a'), away, away, serving('a')]);
    const kinds: string[] = [];
    for (const ms of [200, 1200, 1201, 1300]) {
      clock.ms = ms;
      await watch.look();
      kinds.push(watch.served.kind);
    }
    expect(kinds).toEqual(['serving', 'serving', 'model-unknown', 'serving']);
    expect(changes).toHaveLength(3);
    expect(watch.served).toEqual(serving('a'));
  });
});

describe('what is known of a model', () => {
  it('is what its decision promised', async () => {
    const storage = createInMemoryStorage();
    const key = `runs/20260105t101000-00000001/1/decision.json`;
    const decision = {
      promoted: 'job-2',
      judged: { part: 'test', effectiveSampleSize: 12.5 },
      baseRate: 0.4,
      paperLabel: true,
      candidates: [
        { trainingJobName: 'job-1', metrics: { 'test:precision': 0.9 } },
        {
          trainingJobName: 'job-2',
          metrics: { 'test:precision': 0.6, 'test:recall': 0.2 },
          precisionLowerBound: 0.5,
          effectivePositives: 10,
        },
      ],
    };
    expect(await readPromised(storage, bucket, RUN)).toBeUndefined();
    await putJson(storage, { bucket, key }, decision);
    expect(await readPromised(storage, bucket, RUN)).toMatchObject({
      part: 'test',
      precision: 0.6,
      recall: 0.2,
      precisionLowerBound: 0.5,
      baseRate: 0.4,
      effectiveSampleSize: 12.5,
      paperLabel: true,
    });
    // 6 of 10 at 95 %: 0.313 to 0.832.
    const interval = (await readPromised(storage, bucket, RUN))?.precisionInterval;
    expect(interval?.map((bound) => bound.toFixed(3))).toEqual(['0.313', '0.832']);
    await putJson(storage, { bucket, key }, { ...decision, promoted: 'job-3' });
    await expect(readPromised(storage, bucket, RUN)).rejects.toThrow('promotes job-3');
  });

  it('is fetched once for each model, and a late answer about an earlier one is not taken', async () => {
    const asked: string[] = [];
    const late = Promise.withResolvers<TrainingFacts | undefined>();
    const second: TrainingFacts = {
      rows: 2,
      least: new Float32Array(),
      greatest: new Float32Array(),
      columns: [],
    };
    const absent: string[] = [];
    const facts = new ModelFacts({
      readPromised: async (runId) => {
        asked.push(runId);
        throw new Error('no decision');
      },
      readTraining: (runId) => (runId === 'a' ? late.promise : Promise.resolve(second)),
      onAbsent: (runId, reason) => absent.push(`${runId}: ${reason}`),
      retryMs: 1,
    });
    const first = facts.of('a');
    await facts.of('b');
    late.resolve({ ...second, rows: 1 });
    await first;
    await facts.of('b');
    expect(facts.training).toEqual({ kind: 'known', value: second });
    expect(facts.promised.kind).toBe('absent');
    expect(absent).toContain('b: its decision cannot be read: Error: no decision');
    expect(asked.filter((runId) => runId === 'b')).toHaveLength(3);
  });
});
