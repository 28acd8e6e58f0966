import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { sdkOptions, type ClientOptions } from '../client-options.ts';

export type Invocation = {
  readonly endpointName: string;
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly accept: string;
  /** Gives the call up: it rejects, and its connection is closed. */
  readonly signal?: AbortSignal;
};

export type EndpointRuntime = {
  /** The endpoint's answer as it came. */
  readonly invoke: (invocation: Invocation) => Promise<Uint8Array>;
};

export type RuntimeOptions = ClientOptions & {
  /** How often a call is tried; once is enough for whoever asks again in a second anyway. Default 4. */
  readonly attempts?: number;
};

export function createEndpointRuntime(options: RuntimeOptions = {}): EndpointRuntime {
  const sdk = sdkOptions(options);
  const client = new SageMakerRuntimeClient({ ...sdk, maxAttempts: options.attempts ?? sdk.maxAttempts });
  return {
    invoke: async ({ endpointName, body, contentType, accept, signal }) => {
      const command = new InvokeEndpointCommand({
        EndpointName: endpointName,
        Body: body,
        ContentType: contentType,
        Accept: accept,
      });
      const answer = await client.send(command, signal && { abortSignal: signal });
      return answer.Body ?? new Uint8Array();
    },
  };
}
