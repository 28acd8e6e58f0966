/** What is taken from the local cloud: its SageMaker and its object store as they are. */
export type { ObjectStore } from '../../../../apps/local-cloud/src/s3/object-store.ts';
export { createObjectStore } from '../../../../apps/local-cloud/src/s3/create-object-store.ts';
export {
  createSageMaker,
  type SageMaker,
} from '../../../../apps/local-cloud/src/sagemaker/create-sage-maker.ts';
