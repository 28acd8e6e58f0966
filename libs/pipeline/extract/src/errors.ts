/** The files of a training window contradict each other or themselves; no retry helps. */
export class BatchContradicts extends Error {
  override readonly name = 'BatchContradicts';
}
