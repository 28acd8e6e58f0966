import { ServiceError } from '../../protocol/service-error.ts';

/** An error of InvokeEndpoint in the form of its REST protocol. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: string, message: string, status: number, details: InvocationError['details'] = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /** @param status the model container's own */
  static ofModel(status: number, message: string): InvocationError {
    const text = `Received client error (${status}) from primary with message "${message}".`;
    return new InvocationError('ModelError', text, 424, {
      OriginalStatusCode: status,
      OriginalMessage: message,
    });
  }

  /** Anything not foreseen is the service's own failure. */
  static from(error: unknown): InvocationError {
    if (error instanceof InvocationError) return error;
    if (error instanceof ServiceError)
      return new InvocationError('ValidationError', error.message, error.status);
    return new InvocationError('InternalFailure', (error as Error).message, 500);
  }

  get body(): Readonly<Record<string, string | number>> {
    return { Message: this.message, ...this.details };
  }
}
