export type ResourceKind =
  'hyper-parameter-tuning-job' | 'training-job' | 'model' | 'endpoint-config' | 'endpoint';

export type Arns = (kind: ResourceKind, name: string) => string;

/** The service writes the names in its ARNs in lower case. */
export function createArns(region: string, account: string): Arns {
  return (kind, name) => `arn:aws:sagemaker:${region}:${account}:${kind}/${name.toLowerCase()}`;
}
