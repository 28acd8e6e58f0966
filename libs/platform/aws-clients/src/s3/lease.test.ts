import type { Lease } from '@moving-ground/run';
import { describe, expect, it } from 'vitest';
import { createInMemoryStorage } from '../in-memory/index.ts';
import { extendLease, leaseHolder, LeaseLost, releaseLease, takeLease } from './index.ts';

const place = { bucket: 'ground', key: 'leases/ground.json' };
const leaseOf = (runId: string, expiresAtMs: number): Lease => ({
  runId,
  executionArn: `arn:${runId}`,
  expiresAtMs,
});

describe('a lease', () => {
  it('is taken where none is, and refused to another run until it expires', async () => {
    const storage = createInMemoryStorage();
    expect(await takeLease(storage, place, leaseOf('a', 100), 0)).toEqual({ held: true });
    expect(await takeLease(storage, place, leaseOf('b', 150), 99)).toEqual({
      held: false,
      holder: leaseOf('a', 100),
    });
    expect(await takeLease(storage, place, leaseOf('b', 200), 100)).toEqual({ held: true });
    expect(await leaseHolder(storage, place, 100)).toEqual(leaseOf('b', 200));
  });

  it('is extended by the run that holds it', async () => {
    const storage = createInMemoryStorage();
    await takeLease(storage, place, leaseOf('a', 100), 0);
    expect(await takeLease(storage, place, leaseOf('a', 300), 50)).toEqual({ held: true });
    expect(await leaseHolder(storage, place, 299)).toEqual(leaseOf('a', 300));
  });

  it('goes to exactly one of many runs that try at once, free, released or expired', async () => {
    const storage = createInMemoryStorage();
    const tryAll = (round: number, nowMs: number) =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          takeLease(storage, place, leaseOf(`${round}-${i}`, nowMs + 10), nowMs),
        ),
      );
    expect((await tryAll(0, 0)).filter(({ held }) => held)).toHaveLength(1);
    expect((await tryAll(1, 10)).filter(({ held }) => held)).toHaveLength(1);
    const holder = await leaseHolder(storage, place, 11);
    await releaseLease(storage, place, holder?.runId ?? '');
    expect((await tryAll(2, 11)).filter(({ held }) => held)).toHaveLength(1);
  });

  it('is prolonged after it ran out, but not once another run took it', async () => {
    const storage = createInMemoryStorage();
    await expect(extendLease(storage, place, 'a', 500)).rejects.toThrow(LeaseLost);
    await takeLease(storage, place, leaseOf('a', 100), 0);
    await extendLease(storage, place, 'a', 300);
    expect(await leaseHolder(storage, place, 299)).toEqual(leaseOf('a', 300));
    await takeLease(storage, place, leaseOf('b', 900), 300);
    await expect(extendLease(storage, place, 'a', 1000)).rejects.toThrow('run b took it over');
    expect(await leaseHolder(storage, place, 301)).toEqual(leaseOf('b', 900));
  });

  it('is released by its holder alone', async () => {
    const storage = createInMemoryStorage();
    await releaseLease(storage, place, 'a');
    await takeLease(storage, place, leaseOf('a', 100), 0);
    await releaseLease(storage, place, 'b');
    expect(await leaseHolder(storage, place, 1)).toEqual(leaseOf('a', 100));
    await releaseLease(storage, place, 'a');
    expect(await leaseHolder(storage, place, 1)).toBeUndefined();
  });

  it('is not given back by a run that lost it while it released it', async () => {
    const storage = createInMemoryStorage();
    await takeLease(storage, place, leaseOf('a', 100), 0);
    const slow = {
      ...storage,
      get: async (bucket: string, key: string) => {
        const found = await storage.get(bucket, key);
        await takeLease(storage, place, leaseOf('b', 300), 200);
        return found;
      },
    };
    await releaseLease(slow, place, 'a');
    expect(await leaseHolder(storage, place, 201)).toEqual(leaseOf('b', 300));
  });

  it('is held when the put succeeded and only its answer was lost', async () => {
    const storage = createInMemoryStorage();
    const lossy = {
      ...storage,
      put: async (...words: Parameters<typeof storage.put>) => {
        await storage.put(...words);
        return { stored: false, reason: 'precondition' } as const;
      },
    };
    expect(await takeLease(lossy, place, leaseOf('a', 100), 0)).toEqual({ held: true });
  });

  it.each(['', 'no json', '[]', 'null', '{"runId":1}'])('is taken over a broken object: %s', async (text) => {
    const storage = createInMemoryStorage();
    await storage.put(place.bucket, place.key, text);
    expect(await takeLease(storage, place, leaseOf('a', 100), 0)).toEqual({ held: true });
  });
});
