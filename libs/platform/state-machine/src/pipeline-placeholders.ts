/** Every `${Name}` in pipeline.asl.json: what differs from one deployment to the next. */
export const PIPELINE_PLACEHOLDERS = [
  /** The checker's `check`. */
  'CheckerFunctionArn',
  /** The checker's `dataset`. */
  'DatasetFunctionArn',
  /** The checker's `finish`. */
  'FinishFunctionArn',
  /** The selector's `select`. */
  'SelectorFunctionArn',
  /** The selector's `verify`. */
  'VerifierFunctionArn',
  /** The extraction of small windows; the job's is of large ones. */
  'ExtractFunctionArn',
  'ExtractJobName',
  /** The role that SageMaker takes on to read the model's artifact. */
  'SageMakerRoleArn',
] as const;

export type PipelinePlaceholder = (typeof PIPELINE_PLACEHOLDERS)[number];
