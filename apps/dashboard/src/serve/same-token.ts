import { createHash, timingSafeEqual } from 'node:crypto';

/** In a time that tells nothing of where they differ. */
export function isSameToken(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
