import {
  AddTagsCommand,
  CreateEndpointConfigCommand,
  DescribeEndpointConfigCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
  type ProductionVariant,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ResourceTag } from '@moving-ground/run';
import { missingIsUndefined } from './missing-is-undefined.ts';

/** As the API has it: a model's name, and what it runs on. */
export type Variant = Readonly<ProductionVariant>;

/** What a person's hand may change about an endpoint. */
export type EndpointChanges = {
  /** Undefined where there is no such configuration. */
  readonly variantsOf: (endpointConfigName: string) => Promise<readonly Variant[] | undefined>;
  readonly createEndpointConfig: (
    name: string,
    variants: readonly Variant[],
    tags: readonly ResourceTag[],
  ) => Promise<void>;
  /** Answers at once; the endpoint changes afterwards. */
  readonly updateEndpoint: (name: string, endpointConfigName: string) => Promise<void>;
  /** Over tags of the same keys; others stay. */
  readonly addTags: (arn: string, tags: readonly ResourceTag[]) => Promise<void>;
  readonly tagsOf: (arn: string) => Promise<readonly ResourceTag[]>;
};

export function endpointChanges(client: SageMakerClient): EndpointChanges {
  return {
    variantsOf: async (EndpointConfigName) => {
      const description = client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
      return (await missingIsUndefined(description))?.ProductionVariants;
    },
    createEndpointConfig: async (EndpointConfigName, variants, tags) => {
      await client.send(
        new CreateEndpointConfigCommand({
          EndpointConfigName,
          ProductionVariants: [...variants],
          Tags: [...tags],
        }),
      );
    },
    updateEndpoint: async (EndpointName, EndpointConfigName) => {
      await client.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName }));
    },
    addTags: async (ResourceArn, tags) => {
      await client.send(new AddTagsCommand({ ResourceArn, Tags: [...tags] }));
    },
    tagsOf: async (ResourceArn) => {
      const { Tags } = await client.send(new ListTagsCommand({ ResourceArn }));
      return (Tags ?? []).map(({ Key, Value }) => ({ Key: Key ?? '', Value: Value ?? '' }));
    },
  };
}
