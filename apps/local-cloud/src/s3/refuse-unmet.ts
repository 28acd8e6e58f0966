import { ServiceError } from '../protocol/service-error.ts';
import type { ObjectHead, PutCondition } from './object-store.ts';

/** @throws ServiceError PreconditionFailed, NoSuchKey (a condition on an object that is not there) */
export function refuseUnmet(existing: ObjectHead | undefined, { ifNoneMatch, ifMatch }: PutCondition): void {
  if (ifMatch !== undefined && !existing)
    throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  if (ifNoneMatch === '*' && existing) throw preconditionFailed();
  if (ifMatch !== undefined && existing && !sameTag(ifMatch, existing.etag)) throw preconditionFailed();
}

/** Tags are compared without their quotes; a star stands for any. */
export function sameTag(condition: string, etag: string): boolean {
  return condition === '*' || condition.replaceAll('"', '') === etag.replaceAll('"', '');
}

export function preconditionFailed(): ServiceError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new ServiceError('PreconditionFailed', message, 412);
}
