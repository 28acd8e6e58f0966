/** An answer in the service's own error form: `{"__type": code, "message": ...}` over AWS JSON. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** The error's name in the API model, for example `ResourceInUse`. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
