/**
 * The store did not answer. What was asked may have been done or not: asking again is right, and changes nothing
 * that was done. Anything else a store throws is final.
 */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';
}
