import { extendLease } from '@moving-ground/aws-clients/s3';
import { objectKeys, type RunParameters } from '@moving-ground/run';
import type { SelectorEffects } from './selector-effects.ts';

/** Tuning and updating take long: before each next step the endpoint has to be this run's still. @throws LeaseLost */
export async function extendRunLease(run: RunParameters, effects: SelectorEffects): Promise<void> {
  const { storage, settings, now } = effects;
  const place = { bucket: settings.bucket, key: objectKeys.lease(run.endpointName) };
  const leaseMs = settings.configuration.refresh.leaseMinutes * 60_000;
  await extendLease(storage, place, run.runId, now() + leaseMs);
}
