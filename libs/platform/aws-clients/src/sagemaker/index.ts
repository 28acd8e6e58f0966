export type { EndpointChanges, Variant } from './endpoint-changes.ts';
export { createSageMaker, type SageMaker } from './create-sage-maker.ts';
export type { Endpoint, TrainingJob, TuningJob } from './sage-maker-nouns.ts';
