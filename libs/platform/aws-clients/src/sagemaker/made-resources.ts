import {
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  paginateListEndpointConfigs,
  paginateListModels,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';

/** Models and endpoint configurations, which stay until somebody deletes them. */
export type MadeResources = {
  readonly modelNames: () => Promise<readonly string[]>;
  readonly endpointConfigNames: () => Promise<readonly string[]>;
  readonly deleteModel: (name: string) => Promise<void>;
  readonly deleteEndpointConfig: (name: string) => Promise<void>;
};

export function madeResources(client: SageMakerClient): MadeResources {
  return {
    modelNames: async () => {
      const pages = await Array.fromAsync(paginateListModels({ client }, {}));
      return pages.flatMap(({ Models }) => Models ?? []).flatMap(({ ModelName }) => ModelName ?? []);
    },
    endpointConfigNames: async () => {
      const pages = await Array.fromAsync(paginateListEndpointConfigs({ client }, {}));
      const configs = pages.flatMap(({ EndpointConfigs }) => EndpointConfigs ?? []);
      return configs.flatMap(({ EndpointConfigName }) => EndpointConfigName ?? []);
    },
    deleteModel: async (ModelName) => {
      await client.send(new DeleteModelCommand({ ModelName }));
    },
    deleteEndpointConfig: async (EndpointConfigName) => {
      await client.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
    },
  };
}
