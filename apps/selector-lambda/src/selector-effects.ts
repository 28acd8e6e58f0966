import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { SageMaker } from '@moving-ground/aws-clients/sagemaker';
import type { EndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import type { Settings } from './settings.ts';

/** Everything outside that the selector touches. */
export type SelectorEffects = {
  readonly storage: ObjectStorage;
  readonly sageMaker: Pick<
    SageMaker,
    | 'listTrainingJobs'
    | 'describeTrainingJob'
    | 'describeEndpoint'
    | 'modelExists'
    | 'endpointConfigExists'
    | 'modelNames'
    | 'endpointConfigNames'
    | 'deleteModel'
    | 'deleteEndpointConfig'
    | 'addTags'
    | 'updateEndpoint'
  >;
  readonly runtime: EndpointRuntime;
  readonly settings: Omit<Settings, 'logLevel'>;
  readonly now: () => number;
  readonly log: {
    readonly info: (fields: object, message: string) => void;
    readonly warn: (fields: object, message: string) => void;
  };
};
