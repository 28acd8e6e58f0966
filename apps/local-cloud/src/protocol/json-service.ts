/** A request or answer body as JSON holds it; answers may also hold Dates, written as the protocol wants them. */
export type Json =
  null | boolean | number | string | Date | readonly Json[] | { readonly [key: string]: Json | undefined };

export type JsonObject = Readonly<Record<string, Json | undefined>>;

/** One operation of a service, named as in the X-Amz-Target header. */
export type Operation = (input: JsonObject) => Promise<JsonObject>;

/** A service that speaks AWS JSON: over HTTP for SDK clients, directly for the state machine's integrations. */
export type JsonService = {
  /** What stands before the dot in X-Amz-Target, for example `SageMaker`. */
  readonly target: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  readonly operations: Readonly<Record<string, Operation>>;
};
