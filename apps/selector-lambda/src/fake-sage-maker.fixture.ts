import type { Endpoint, EndpointChanges, TrainingJob } from '@moving-ground/aws-clients/sagemaker';
import type { ResourceTag } from '@moving-ground/run';
import type { SelectorEffects } from './selector-effects.ts';

/** What SageMaker has, for tests to look at and to change. */
export type World = {
  jobs: TrainingJob[];
  endpoint: Endpoint | undefined;
  models: string[];
  configs: string[];
  answer: string;
  asked: string[];
  /** By ARN. */
  tags: Map<string, readonly ResourceTag[]>;
  /** The configuration that the endpoint will have at the look after the next one. */
  updatingTo: string | undefined;
};

export type FakeSageMaker = SelectorEffects['sageMaker'] & EndpointChanges;

export function fakeSageMaker(world: World): FakeSageMaker {
  return { ...tuningIn(world), ...hostingIn(world), ...changesIn(world) };
}

function tuningIn(world: World): Pick<FakeSageMaker, 'listTrainingJobs' | 'describeTrainingJob'> {
  return {
    listTrainingJobs: () => Promise.resolve(world.jobs.map(({ trainingJobName }) => trainingJobName)),
    describeTrainingJob: (name) => {
      const found = world.jobs.find(({ trainingJobName }) => trainingJobName === name);
      return found ? Promise.resolve(found) : Promise.reject(new Error(`no job ${name}`));
    },
  };
}

function hostingIn(
  world: World,
): Omit<FakeSageMaker, 'listTrainingJobs' | 'describeTrainingJob' | keyof EndpointChanges> {
  return {
    describeEndpoint: () => {
      const { endpoint, updatingTo } = world;
      // The next look sees it settled.
      if (endpoint && updatingTo !== undefined) {
        world.endpoint = endpointIn('InService', updatingTo);
        world.updatingTo = undefined;
      }
      return Promise.resolve(endpoint);
    },
    modelExists: (name) => Promise.resolve(world.models.includes(name)),
    endpointConfigExists: (name) => Promise.resolve(world.configs.includes(name)),
    modelNames: () => Promise.resolve(world.models),
    endpointConfigNames: () => Promise.resolve(world.configs),
    deleteModel: async (name) => {
      world.models = world.models.filter((other) => other !== name);
    },
    deleteEndpointConfig: async (name) => {
      world.configs = world.configs.filter((other) => other !== name);
    },
  };
}

function changesIn(world: World): EndpointChanges {
  return {
    variantsOf: () =>
      Promise.resolve([
        {
          VariantName: 'champion',
          ModelName: 'serving-now',
          InitialInstanceCount: 3,
          InstanceType: 'ml.m5.large',
        },
      ]),
    createEndpointConfig: async (name, variants, tags) => {
      world.configs.push(name);
      world.tags.set(`config ${name} of ${variants.map(({ ModelName }) => ModelName).join()}`, tags);
    },
    updateEndpoint: async (_name, config) => {
      world.endpoint = endpointIn('Updating');
      world.updatingTo = config;
    },
    addTags: async (arn, tags) => {
      world.tags.set(arn, tags);
    },
    tagsOf: (arn) => Promise.resolve(world.tags.get(arn) ?? []),
  };
}

export const endpointIn = (status: string, endpointConfigName = 'earlier-config'): Endpoint => ({
  name: 'moving-ground',
  arn: 'arn:endpoint',
  status,
  endpointConfigName,
  failureReason: 'no memory',
});
