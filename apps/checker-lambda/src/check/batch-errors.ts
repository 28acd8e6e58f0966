import { RUN_ERRORS } from '@moving-ground/run';

/** A file of the batch cannot be read yet; asking again helps when it still comes. */
export class BatchIncomplete extends Error {
  override readonly name = RUN_ERRORS.batchIncomplete;
}

/** The batch contradicts its manifest, or does not belong here; asking again does not help. */
export class BatchRefused extends Error {
  override readonly name = RUN_ERRORS.batchRefused;
}
