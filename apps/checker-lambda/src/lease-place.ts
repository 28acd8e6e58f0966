import type { ObjectPlace } from '@moving-ground/aws-clients/s3';
import { objectKeys } from '@moving-ground/run';
import type { CheckerEffects } from './checker-effects.ts';

export function leasePlace({ bucket, configuration }: CheckerEffects['settings']): ObjectPlace {
  return { bucket, key: objectKeys.lease(configuration.endpoint.name) };
}

/** When a lease that is taken or extended now ends. */
export function leaseUntil({ settings, now }: CheckerEffects): number {
  return now() + settings.configuration.refresh.leaseMinutes * 60_000;
}
