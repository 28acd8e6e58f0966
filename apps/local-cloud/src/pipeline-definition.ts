import { resolvePipeline } from '@moving-ground/state-machine';
import { EXTRACT_JOB, functionArn, FUNCTIONS, SAGEMAKER_ROLE_ARN } from './names.ts';
import type { JsonObject } from './protocol/json-service.ts';

/** The run definition with the local cloud's names filled in. */
export const DEFINITION = resolvePipeline({
  CheckerFunctionArn: functionArn(FUNCTIONS.checker),
  DatasetFunctionArn: functionArn(FUNCTIONS.dataset),
  FinishFunctionArn: functionArn(FUNCTIONS.finish),
  SelectorFunctionArn: functionArn(FUNCTIONS.selector),
  VerifierFunctionArn: functionArn(FUNCTIONS.verifier),
  ExtractFunctionArn: functionArn(FUNCTIONS.extract),
  ExtractJobName: EXTRACT_JOB,
  SageMakerRoleArn: SAGEMAKER_ROLE_ARN,
}) as JsonObject;
