import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { sdkOptions, type ClientOptions } from '../client-options.ts';

export type Invocation = {
  readonly endpointName: string;
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly accept: string;
};

export type EndpointRuntime = {
  /** The endpoint's answer as it came. */
  readonly invoke: (invocation: Invocation) => Promise<Uint8Array>;
};

export function createEndpointRuntime(options: ClientOptions = {}): EndpointRuntime {
  const client = new SageMakerRuntimeClient(sdkOptions(options));
  return {
    invoke: async ({ endpointName, body, contentType, accept }) => {
      const command = new InvokeEndpointCommand({
        EndpointName: endpointName,
        Body: body,
        ContentType: contentType,
        Accept: accept,
      });
      return (await client.send(command)).Body ?? new Uint8Array();
    },
  };
}
