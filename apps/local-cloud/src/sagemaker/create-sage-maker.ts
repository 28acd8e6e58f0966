import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { JsonService } from '../protocol/json-service.ts';
import { Documents } from '../state/documents.ts';
import { endpointConfigOperations, type ConfigContent } from './hosting/endpoint-config-operations.ts';
import { endpointOperations } from './hosting/endpoint-operations.ts';
import type { Endpoint } from './hosting/endpoint.ts';
import { Endpoints } from './hosting/endpoints.ts';
import { invokeEndpoint } from './hosting/invoke-endpoint.ts';
import { modelOperations, type ModelContent } from './hosting/model-operations.ts';
import { NamedResources } from './hosting/named-resources.ts';
import { SageMakerState, type SageMakerOptions } from './sage-maker-state.ts';
import { trainingOperations } from './training/training-operations.ts';
import { tuningOperations } from './tuning/tuning-operations.ts';

export type SageMaker = {
  readonly control: JsonService;
  /** Answers `/endpoints/{name}/invocations`. */
  readonly runtime: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Starts the threads of a tuning before there is one. */
  prepare(): void;
  /** Stops what is going on; the next start goes on with it. */
  close(): Promise<void>;
};

/** SageMaker on one machine: it trains, tunes and serves for real, and keeps its state in one folder. */
export function createSageMaker(options: SageMakerOptions): SageMaker {
  const state = new SageMakerState(options);
  const hosting = hostingOf(state);
  const operations = {
    ...trainingOperations(state),
    ...tuningOperations(state),
    ...modelOperations(hosting.models),
    ...endpointConfigOperations(hosting.configs, hosting.models),
    ...endpointOperations(state, hosting),
    ...state.tags.operations,
  };
  return {
    control: { target: 'SageMaker', contentType: 'application/x-amz-json-1.1', operations },
    runtime: (request, response) => invokeEndpoint(hosting.endpoints, request, response),
    prepare: () => state.prepare(),
    close: () => state.close(),
  };
}

function hostingOf(state: SageMakerState) {
  const { arns, tags, folder, objects } = state;
  const model = { kind: 'model', noun: 'model', folder: join(folder, 'models') } as const;
  const config = {
    kind: 'endpoint-config',
    noun: 'endpoint configuration',
    folder: join(folder, 'endpoint-configs'),
  } as const;
  const stored = new Documents<Endpoint>(join(folder, 'endpoints'));
  return {
    models: new NamedResources<ModelContent>(model, arns, tags),
    configs: new NamedResources<ConfigContent>(config, arns, tags),
    endpoints: new Endpoints(stored, objects, (work) => state.follow(work)),
  };
}
