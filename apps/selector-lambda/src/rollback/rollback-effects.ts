import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { SageMaker } from '@moving-ground/aws-clients/sagemaker';
import type { EndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';

/** Everything outside that a rollback touches. */
export type RollbackEffects = {
  readonly storage: ObjectStorage;
  readonly bucket: string;
  readonly sageMaker: Pick<
    SageMaker,
    | 'describeEndpoint'
    | 'modelExists'
    | 'endpointConfigExists'
    | 'variantsOf'
    | 'createEndpointConfig'
    | 'updateEndpoint'
    | 'addTags'
  >;
  readonly runtime: EndpointRuntime;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** One line for the person who waits. */
  readonly tell: (line: string) => void;
};
