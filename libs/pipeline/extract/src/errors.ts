/** The batch's files contradict each other; no retry helps. */
export class BatchContradicts extends Error {
  override readonly name = 'BatchContradicts';
}
