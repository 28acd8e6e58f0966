import { CfnResource, RemovalPolicy, Validations, type Stack } from 'aws-cdk-lib';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StageNames } from '../names.ts';
import { alarmTopic } from '../parts/alarm-topic.ts';
import { dataBucket } from '../parts/data-bucket.ts';
import { dataKey } from '../parts/data-key.ts';
import { leaveParameter } from '../parts/parameters.ts';
import { storeFiles } from '../parts/store-files.ts';
import type { StackContext } from './stack-context.ts';
import { stackOf } from './stack-of.ts';

/** What outlives every deployable: objects, MongoDB's files, secrets and their key. */
export function dataStack(context: StackContext): Stack {
  const stack = stackOf(
    context,
    'data',
    'what holds data: buckets, files, secrets, the key, and the topic of alarms',
  );
  const names = new StageNames(context.stage);
  const key = dataKey(stack, names);
  dataBucket(stack, names, key);
  alarmTopic(stack, names, key);
  leaveParameter(stack, names, 'key-arn', key.keyArn);
  // By its ARN: a secret would add statements of its own to a key that it is handed whole.
  secrets(stack, names, Key.fromKeyArn(stack, 'secrets-key', key.keyArn), context);
  if (context.stage.store === 'container') {
    const { fileSystemId, accessPointId } = storeFiles(stack, names, key);
    leaveParameter(stack, names, 'file-system-id', fileSystemId);
    leaveParameter(stack, names, 'access-point-id', accessPointId);
  }
  if (!context.isDataKept) giveUpData(stack);
  return stack;
}

/** For a teardown: what would stay behind goes with the stack. */
function giveUpData(stack: Stack): void {
  for (const one of stack.node.findAll())
    if (CfnResource.isCfnResource(one)) one.applyRemovalPolicy(RemovalPolicy.DESTROY);
}

function secrets(stack: Stack, names: StageNames, key: IKey, { stage }: StackContext): void {
  const ig = secret(stack, 'ig', names, key);
  leaveParameter(stack, names, 'ig-secret-arn', ig.secretArn);
  if (stage.store !== 'secret') return;
  leaveParameter(stack, names, 'store-secret-arn', secret(stack, 'store', names, key).secretArn);
}

const HOLDS = {
  ig: 'IG credentials as JSON: ig_identifier, ig_password, ig_api_key',
  store: 'The address of a MongoDB, for example of Atlas or DocumentDB',
} as const;

/** Made with a random value that no login takes; a person puts the real one in. */
function secret(stack: Stack, name: keyof typeof HOLDS, names: StageNames, encryptionKey: IKey): Secret {
  const made = new Secret(stack, `secret-${name}`, {
    secretName: names.secret(name),
    description: HOLDS[name],
    encryptionKey,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(made).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Another company gives this credential out: nothing here could make a new one.',
  });
  return made;
}
