import { BSON } from 'mongodb';
import type { Work } from './documents.ts';
import { StoreRefused } from './errors.ts';

/** MongoDB's own limit of a document, less a kilobyte for what stands beside the work. */
const LARGEST_BYTES = 16 * 1024 * 1024 - 1024;

/**
 * Some servers cut the connection at a document that is too large, which would look like a server that is away.
 * @throws StoreRefused
 */
export function refuseTooLarge(work: Work): void {
  const bytes = BSON.calculateObjectSize(work);
  if (bytes <= LARGEST_BYTES) return;
  throw new StoreRefused(
    `a group of ${bytes} bytes is larger than a MongoDB document may be (${LARGEST_BYTES}): record it in parts`,
  );
}
