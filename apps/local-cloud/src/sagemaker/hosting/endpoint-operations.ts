import type { JsonObject, Operation } from '../../protocol/json-service.ts';
import { listPage } from '../resource/list-page.ts';
import { invalid, parseInput } from '../resource/parse-input.ts';
import type { SageMakerState } from '../sage-maker-state.ts';
import { describeEndpoint, endpointSummary, type Deployment, type Endpoint } from './endpoint.ts';
import type { ConfigContent } from './endpoint-config-operations.ts';
import type { Endpoints } from './endpoints.ts';
import { endpointChange, endpointInput, type EndpointChange } from './hosting-input.ts';
import type { ModelContent } from './model-operations.ts';
import type { NamedResources } from './named-resources.ts';

type Name = 'CreateEndpoint' | 'UpdateEndpoint' | 'DescribeEndpoint' | 'ListEndpoints' | 'DeleteEndpoint';

export type Hosting = {
  readonly endpoints: Endpoints;
  readonly models: NamedResources<ModelContent>;
  readonly configs: NamedResources<ConfigContent>;
};

const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;

export function endpointOperations(
  state: SageMakerState,
  hosting: Hosting,
): Readonly<Record<Name, Operation>> {
  const existing = (name: string): Endpoint => {
    const endpoint = hosting.endpoints.get(name);
    if (endpoint) return endpoint;
    throw invalid(`Could not find endpoint "${state.arns('endpoint', name)}".`);
  };
  return {
    CreateEndpoint: async (input) => create(state, hosting, input),
    UpdateEndpoint: async (input) => {
      const change = parseInput(endpointChange, input);
      return update(hosting, existing(change.EndpointName), change);
    },
    DescribeEndpoint: async (input) => describeEndpoint(existing(nameIn(input))),
    ListEndpoints: async (input) => {
      const { items, ...next } = listPage(hosting.endpoints.all(), input, NEWEST_FIRST);
      return { Endpoints: items.map(endpointSummary), ...next };
    },
    DeleteEndpoint: async (input) => {
      const { name, arn } = existing(nameIn(input));
      hosting.endpoints.delete(name);
      state.tags.delete(arn);
      return {};
    },
  };
}

function create(state: SageMakerState, hosting: Hosting, input: JsonObject): JsonObject {
  const { EndpointName, EndpointConfigName, Tags } = parseInput(endpointChange, input);
  const arn = state.arns('endpoint', EndpointName);
  const deployment = deploymentOf(hosting, EndpointConfigName);
  if (hosting.endpoints.get(EndpointName)) throw invalid(`Cannot create already existing endpoint "${arn}".`);
  hosting.endpoints.create(EndpointName, arn, deployment);
  state.tags.add(arn, Tags);
  return { EndpointArn: arn };
}

function update(hosting: Hosting, endpoint: Endpoint, change: EndpointChange): JsonObject {
  const { name, arn, status, deployment } = endpoint;
  const configName = change.EndpointConfigName;
  if (status !== 'InService')
    throw invalid(`Cannot update in-progress endpoint "${arn}": its status is ${status}.`);
  if (deployment.configName === configName) {
    throw invalid(
      `Endpoint "${name}" already has the configuration "${configName}"; an update needs a new one.`,
    );
  }
  const next = deploymentOf(hosting, configName);
  refuseKind(name, deployment, next, change);
  hosting.endpoints.update(endpoint, next);
  return { EndpointArn: arn };
}

/** Serverless and instances never become each other, and what is serverless has no fleets to compare. */
function refuseKind(name: string, before: Deployment, next: Deployment, change: EndpointChange): void {
  const [was, becomes] = [before, next].map(({ variant }) => variant.ServerlessConfig !== undefined);
  if (was !== becomes)
    throw invalid(
      `Endpoint "${name}" is ${was ? 'serverless' : 'of instances'} and cannot become the other kind: make another endpoint.`,
    );
  if (becomes && change.DeploymentConfig)
    throw invalid(`Endpoint "${name}" is serverless: it takes no DeploymentConfig.`);
}

function deploymentOf({ configs, models }: Hosting, configName: string): Deployment {
  const { variant } = configs.existing(configName).content;
  return { configName, variant, modelDataUrl: models.existing(variant.ModelName).content.modelDataUrl };
}

function nameIn(input: JsonObject): string {
  return parseInput(endpointInput, input).EndpointName;
}
