/** What the resources of the local cloud are called; on AWS the stacks decide. */
export const REGION = 'eu-west-2';
export const ACCOUNT = '000000000000';
export const BUCKET = 'moving-ground-local';
export const SECRET = 'moving-ground/ig';
export const EXTRACT_JOB = 'moving-ground-extract';
export const STATE_MACHINE_ARN = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:moving-ground-pipeline`;
export const SAGEMAKER_ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/moving-ground-sagemaker`;
export const TRAINING_IMAGE = `644912444149.dkr.ecr.${REGION}.amazonaws.com/linear-learner:1`;

export const FUNCTIONS = {
  watcher: 'moving-ground-watcher',
  sweep: 'moving-ground-sweep',
  checker: 'moving-ground-checker',
  extract: 'moving-ground-extract',
  dataset: 'moving-ground-dataset',
  finish: 'moving-ground-finish',
  selector: 'moving-ground-selector',
  verifier: 'moving-ground-verifier',
} as const;

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}
