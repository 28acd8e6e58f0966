import { leaseHolder } from '@moving-ground/aws-clients/s3';
import { objectKeys } from '@moving-ground/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucket, fakes, readyRun, requestOf, stage, startMs } from './checker.fixture.ts';
import { check } from './handler.ts';

const FILES = ['manifest', 'transactions', 'prices'] as const;

const anyDamage = fc.record({
  file: fc.constantFrom(...FILES),
  at: fc.nat(),
  how: fc.constantFrom('cut', 'flip', 'insert', 'twice'),
  bit: fc.nat(7),
});

function damaged(body: Uint8Array, at: number, how: string, bit: number): Uint8Array {
  if (how === 'cut') return body.slice(0, at);
  if (how === 'twice') return Uint8Array.of(...body, ...body);
  if (how === 'insert') return Uint8Array.of(...body.slice(0, at), 49, ...body.slice(at));
  return body.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));
}

describe('a batch of which one file is cut, doubled or changed by a bit anywhere', () => {
  it('is refused as BatchRefused, takes no lease, and is trained on once it is whole again', async () => {
    await fc.assert(
      fc.asyncProperty(anyDamage, async ({ file, at, how, bit }) => {
        const { effects, storage, leasePlace } = fakes();
        const manifest = await stage(storage, 10);
        const key = objectKeys[file](manifest.batchId);
        const whole = (await storage.get(bucket, key))!.body;
        const changed = damaged(whole, at % whole.length, how, bit);
        // Spaces around JSON, and numbers with the same value, are no damage; counts and spans are not in the id.
        const isCut = how === 'cut' && at % whole.length < whole.length - 1;
        const isTold = file !== 'manifest' || isCut || how === 'twice';
        await storage.put(bucket, key, changed);
        const answer = await check(requestOf(manifest), undefined, effects).catch((error: unknown) => error);
        if (isTold || answer instanceof Error) {
          expect(answer).toMatchObject({ name: 'BatchRefused' });
          expect(await leaseHolder(storage, leasePlace, startMs)).toBeUndefined();
        }
        await storage.put(bucket, key, whole);
        readyRun(await check(requestOf(manifest), undefined, effects));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a batch whose event comes before it can be read', () => {
  it('is incomplete until its last file is there, in every order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...FILES], { minLength: 3 }), async (order) => {
        const { effects, storage, leasePlace } = fakes();
        const manifest = await stage(storage, 10);
        const bodies = new Map<string, Uint8Array>();
        for (const file of order) {
          const key = objectKeys[file](manifest.batchId);
          bodies.set(key, (await storage.get(bucket, key))!.body);
          await storage.delete(bucket, key);
        }
        for (const [key, body] of bodies) {
          await expect(check(requestOf(manifest), undefined, effects)).rejects.toMatchObject({
            name: 'BatchIncomplete',
          });
          expect(await leaseHolder(storage, leasePlace, startMs)).toBeUndefined();
          await storage.put(bucket, key, body);
        }
        readyRun(await check(requestOf(manifest), undefined, effects));
      }),
    );
  });
});
