import type { JsonObject, Operation } from '../../protocol/json-service.ts';
import { invalid, parseInput } from '../resource/parse-input.ts';
import { parseS3Uri } from '../resource/s3-uri.ts';
import { createModelInput, modelInput } from './hosting-input.ts';
import type { NamedResources } from './named-resources.ts';

/** CreateModel's input without the tags. */
export type ModelContent = { readonly given: JsonObject; readonly modelDataUrl: string };

type Name = 'CreateModel' | 'DescribeModel' | 'ListModels' | 'DeleteModel';

export function modelOperations(models: NamedResources<ModelContent>): Readonly<Record<Name, Operation>> {
  return {
    CreateModel: async (input) => create(models, input),
    DescribeModel: async (input) => {
      const { name, arn, createdAt, content } = models.existing(nameIn(input));
      return { ...content.given, ModelName: name, ModelArn: arn, CreationTime: new Date(createdAt) };
    },
    ListModels: async (input) => {
      const { items, ...next } = models.page(input);
      const summaries = items.map(({ name, arn, createdAt }) => ({
        ModelName: name,
        ModelArn: arn,
        CreationTime: new Date(createdAt),
      }));
      return { Models: summaries, ...next };
    },
    DeleteModel: async (input) => {
      models.delete(nameIn(input));
      return {};
    },
  };
}

function create(models: NamedResources<ModelContent>, input: JsonObject): JsonObject {
  const { ModelName, Tags, PrimaryContainer, Containers } = parseInput(createModelInput, input);
  const containers = PrimaryContainer ? [PrimaryContainer] : (Containers ?? []);
  const modelDataUrl = containers[0]?.ModelDataUrl;
  if (containers.length !== 1 || modelDataUrl === undefined) {
    throw invalid('give one container with a ModelDataUrl: pipelines of containers are not offered here');
  }
  parseS3Uri(modelDataUrl);
  const given = { ...input, Tags: undefined };
  return { ModelArn: models.create(ModelName, { given, modelDataUrl }, Tags) };
}

function nameIn(input: JsonObject): string {
  return parseInput(modelInput, input).ModelName;
}
