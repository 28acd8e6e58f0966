import { Aws, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { StageNames } from '../names.ts';

/** Where alarms, failed runs and the budget tell; whoever wants to know subscribes. */
export function alarmTopic(stack: Stack, names: StageNames, masterKey: IKey): Topic {
  const topic = new Topic(stack, 'alarms', {
    topicName: names.own('alarms'),
    displayName: `Moving Ground ${names.stage}`,
    masterKey,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OwnServices',
      effect: Effect.ALLOW,
      principals: ['cloudwatch', 'events', 'budgets'].map(
        (name) => new ServicePrincipal(`${name}.amazonaws.com`),
      ),
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  return topic;
}
