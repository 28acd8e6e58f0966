/** A task failed; the state machine's Retry and Catch match the name. */
export class IntegrationError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}
