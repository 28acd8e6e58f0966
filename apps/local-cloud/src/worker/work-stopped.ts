/** The work was cut short on purpose. */
export class WorkStopped extends Error {
  override readonly name = 'WorkStopped';
}
