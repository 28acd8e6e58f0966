import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageNames } from '../names.ts';

/** Events that were not taken after every try; an alarm tells of the first. */
export function deadLetters(scope: Construct, names: StageNames, of: string): Queue {
  const queue = new Queue(scope, 'dead-letters', {
    queueName: names.own(`${of}-dead-letters`),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'This is the dead-letter queue itself.',
  });
  return queue;
}
