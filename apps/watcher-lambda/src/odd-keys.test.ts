import { objectKeys } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watch } from './handler.ts';
import { batchA, bucket, created, fakes, notified } from './watcher.fixture.ts';

const manifest = objectKeys.manifest(batchA);
const encoded = encodeURIComponent(manifest);

const ODD_KEYS = [
  'staging/../manifest.json',
  `staging/../staging/${batchA}/manifest.json`,
  `staging/${batchA}/../${batchA}/manifest.json`,
  `staging/${batchA}/./manifest.json`,
  `staging//${batchA}/manifest.json`,
  `staging/${batchA}/manifest.json/`,
  `staging\\${batchA}\\manifest.json`,
  `staging/${batchA}/manifest.json.bak`,
  `staging/${batchA}/deals-1.csv.bak`,
  `staging/${batchA}/deals-1.csv`,
  objectKeys.transactions(batchA),
  objectKeys.prices(batchA),
  `staging/${batchA.toUpperCase()}/manifest.json`,
  `staging/${batchA}/MANIFEST.JSON`,
  `staging/${batchA.replace('-', '+')}/manifest.json`,
  `staging/${batchA}/manifest.json `,
  ` staging/${batchA}/manifest.json`,
  `staging/${batchA}/manifest.json\n`,
  `staging/${batchA}/manifest.json\u0000`,
  `/staging/${batchA}/manifest.json`,
  `other/staging/${batchA}/manifest.json`,
  `Staging/${batchA}/manifest.json`,
  'staging/20260105t101500-0f3a9c2é/manifest.json',
  `staging/２0260105t101500-0f3a9c21/manifest.json`,
  `staging/${batchA}/manif\u0435st.json`,
  's'.repeat(1024),
  `staging/${'x'.repeat(1024 - 'staging//manifest.json'.length)}/manifest.json`,
  '__proto__',
  '',
];

describe('an odd key', () => {
  it.each([...ODD_KEYS, encoded, encodeURIComponent(encoded)])(
    'starts nothing, and is logged, when EventBridge tells of %j',
    async (key) => {
      const { effects, executions, warnings } = fakes();
      expect(await watch(created(key), undefined, effects)).toEqual({ started: [], ignored: 1 });
      expect(executions.size).toBe(0);
      expect(warnings).toHaveLength(1);
    },
  );

  it.each([
    ...ODD_KEYS.map((key) => encodeURIComponent(key)),
    encodeURIComponent(encoded),
    '%zz',
    '%',
    '%E0%A4%A',
  ])('starts nothing when a notification tells of %j', async (key) => {
    const { effects, executions } = fakes();
    expect(await watch(notified(key), undefined, effects)).toEqual({ started: [], ignored: 1 });
    expect(executions.size).toBe(0);
  });

  it('does not keep the manifest beside it from being started', async () => {
    const { effects, executions } = fakes();
    await watch(notified('%zz', encoded, 'a+b'), undefined, effects);
    expect([...executions.keys()]).toEqual([`${batchA}-1`]);
  });

  it('is any text but the manifest of a batch', async () => {
    const near = fc
      .tuple(fc.nat(manifest.length), fc.nat(2), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([at, taken, put]) => manifest.slice(0, at) + put + manifest.slice(at + taken));
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.string({ unit: 'binary' })), async (key) => {
        const { effects, executions } = fakes();
        await watch(created(key), undefined, effects);
        const own = /^staging\/(\d{8}t\d{6}-[0-9a-f]{8})\/manifest\.json$/.exec(key)?.[1];
        for (const name of executions.keys()) expect(name).toBe(`${own}-1`);
      }),
      { numRuns: 2000 },
    );
  });

  it('may be a sound one in a bucket that is not ours', async () => {
    const { effects, executions } = fakes();
    for (const name of ['elsewhere', `${bucket}-copy`, bucket.toUpperCase(), ''])
      expect((await watch(created(manifest, name), undefined, effects)).ignored).toBe(1);
    expect(executions.size).toBe(0);
  });

  it('is cut in the log, whatever its length', async () => {
    const { effects, warnings } = fakes();
    await watch(created('x'.repeat(100_000)), undefined, effects);
    expect(JSON.stringify(warnings).length).toBeLessThan(300);
  });
});
