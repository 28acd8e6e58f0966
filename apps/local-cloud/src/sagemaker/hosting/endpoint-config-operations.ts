import type { JsonObject, Operation } from '../../protocol/json-service.ts';
import { parseInput } from '../resource/parse-input.ts';
import { configInput, createConfigInput, type Variant } from './hosting-input.ts';
import type { ModelContent } from './model-operations.ts';
import type { NamedResources } from './named-resources.ts';

export type ConfigContent = { readonly given: JsonObject; readonly variant: Variant };

type Name =
  'CreateEndpointConfig' | 'DescribeEndpointConfig' | 'ListEndpointConfigs' | 'DeleteEndpointConfig';

export function endpointConfigOperations(
  configs: NamedResources<ConfigContent>,
  models: NamedResources<ModelContent>,
): Readonly<Record<Name, Operation>> {
  return {
    CreateEndpointConfig: async (input) => create(configs, models, input),
    DescribeEndpointConfig: async (input) => {
      const { name, arn, createdAt, content } = configs.existing(nameIn(input));
      return {
        ...content.given,
        EndpointConfigName: name,
        EndpointConfigArn: arn,
        CreationTime: new Date(createdAt),
      };
    },
    ListEndpointConfigs: async (input) => {
      const { items, ...next } = configs.page(input);
      const summaries = items.map(({ name, arn, createdAt }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: arn,
        CreationTime: new Date(createdAt),
      }));
      return { EndpointConfigs: summaries, ...next };
    },
    DeleteEndpointConfig: async (input) => {
      configs.delete(nameIn(input));
      return {};
    },
  };
}

function create(
  configs: NamedResources<ConfigContent>,
  models: NamedResources<ModelContent>,
  input: JsonObject,
): JsonObject {
  const { EndpointConfigName, ProductionVariants, Tags } = parseInput(createConfigInput, input);
  const [variant] = ProductionVariants;
  models.existing(variant.ModelName);
  const given = { ...input, Tags: undefined };
  return { EndpointConfigArn: configs.create(EndpointConfigName, { given, variant }, Tags) };
}

function nameIn(input: JsonObject): string {
  return parseInput(configInput, input).EndpointConfigName;
}
