import type { Stack } from 'aws-cdk-lib';
import { Secret as InjectedSecret } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';
import { readParameter } from './parameters.ts';

export type StoreAddress = {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Record<string, InjectedSecret>;
};

/** Where MongoDB is: in a container, which knows no password; or elsewhere, which a secret says. */
export function storeAddress(
  stack: Stack,
  names: StageNames,
  { stage, host }: { readonly stage: Stage; readonly host: string },
): StoreAddress {
  if (stage.store === 'container')
    return { environment: { MONGODB_URI: `mongodb://${host}:27017/` }, secrets: {} };
  const arn = readParameter(stack, names, 'store-secret-arn');
  const secret = Secret.fromSecretCompleteArn(stack, 'store', arn);
  // The secret is text, not JSON.
  return { environment: {}, secrets: { MONGODB_URI: InjectedSecret.fromSecretsManager(secret) } };
}
