import { RUN_ERRORS, type Lease, type RunId } from '@moving-ground/run';
import { putJson, type ObjectPlace } from './json-object.ts';
import type { ObjectStorage } from './object-storage.ts';

export type LeaseAnswer =
  { readonly held: true } | { readonly held: false; readonly holder: Lease | undefined };

/** Who holds the lease now; undefined when it is free: absent, released or expired. */
export async function leaseHolder(
  storage: ObjectStorage,
  place: ObjectPlace,
  nowMs: number,
): Promise<Lease | undefined> {
  return current((await readLease(storage, place))?.lease, nowMs);
}

/**
 * Takes the lease, or extends it for the run that holds it, by one conditional put: of several runs that try
 * at once one gets it. Not held and no holder: another run was quicker, or released it in this moment.
 */
export async function takeLease(
  storage: ObjectStorage,
  place: ObjectPlace,
  wanted: Lease,
  nowMs: number,
): Promise<LeaseAnswer> {
  const found = await readLease(storage, place);
  const before = current(found?.lease, nowMs);
  if (before && before.runId !== wanted.runId) return { held: false, holder: before };
  const condition = found ? { ifMatch: found.etag } : { ifNoneMatch: '*' as const };
  const { stored } = await putJson(storage, place, wanted, condition);
  if (stored) return { held: true };
  // A put whose answer was lost is sent again and refused by its own first try: the object tells.
  const holder = await leaseHolder(storage, place, nowMs);
  return holder?.runId === wanted.runId ? { held: true } : { held: false, holder };
}

export class LeaseLost extends Error {
  override readonly name = RUN_ERRORS.leaseLost;
  constructor(runId: RunId, holder: Lease | undefined) {
    const who = holder ? `run ${holder.runId} took it over` : 'it is gone';
    super(`run ${runId} does not hold the endpoint's lease any more, ${who}: give refresh.leaseMinutes more`);
  }
}

/**
 * Moves the end of a lease that the run holds. One that ran out is still its own as long as nobody took it.
 * @throws LeaseLost
 */
export async function extendLease(
  storage: ObjectStorage,
  place: ObjectPlace,
  runId: RunId,
  expiresAtMs: number,
): Promise<void> {
  const found = await readLease(storage, place);
  if (found?.lease?.runId !== runId) throw new LeaseLost(runId, found?.lease);
  const { stored } = await putJson(storage, place, { ...found.lease, expiresAtMs }, { ifMatch: found.etag });
  if (!stored) await expectHolder(storage, place, runId);
}

async function expectHolder(storage: ObjectStorage, place: ObjectPlace, runId: RunId): Promise<void> {
  const lease = (await readLease(storage, place))?.lease;
  if (lease?.runId !== runId) throw new LeaseLost(runId, lease);
}

/** Does nothing when the run does not hold the lease. The object stays, expired, so that taking it is always conditional. */
export async function releaseLease(storage: ObjectStorage, place: ObjectPlace, runId: RunId): Promise<void> {
  const found = await readLease(storage, place);
  if (found?.lease?.runId !== runId) return;
  await putJson(storage, place, { ...found.lease, expiresAtMs: 0 }, { ifMatch: found.etag });
}

function current(lease: Lease | undefined, nowMs: number): Lease | undefined {
  return lease && lease.expiresAtMs > nowMs ? lease : undefined;
}

type Found = { readonly lease: Lease | undefined; readonly etag: string };

/** Anything but a lease counts as none: a broken object must not stop every run to come. */
async function readLease(storage: ObjectStorage, { bucket, key }: ObjectPlace): Promise<Found | undefined> {
  const found = await storage.get(bucket, key);
  return found && { lease: parseLease(new TextDecoder().decode(found.body)), etag: found.etag };
}

function parseLease(text: string): Lease | undefined {
  try {
    const { runId, executionArn, expiresAtMs } = JSON.parse(text) as Partial<Record<keyof Lease, unknown>>;
    const whole =
      typeof runId === 'string' && typeof executionArn === 'string' && typeof expiresAtMs === 'number';
    return whole ? { runId, executionArn, expiresAtMs } : undefined;
  } catch {
    return undefined;
  }
}
