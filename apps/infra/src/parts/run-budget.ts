import { Aws, type Stack } from 'aws-cdk-lib';
import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import { Effect, ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { serviceRole } from '../iam/service-role.ts';
import type { StageNames } from '../names.ts';
import type { Stage } from '../stages/stage.ts';

const WARN_AT_PERCENT = 80;

/**
 * When a month has cost what the stage may cost, those who start runs lose the right to: batches are still stored, and
 * the sweep starts what is young enough when the right is given back.
 */
export function runBudget(stack: Stack, names: StageNames, stage: Stage, roles: readonly Role[]): void {
  const budget = new CfnBudget(stack, 'budget', {
    budget: {
      budgetName: names.own('month'),
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: stage.budgetDollars, unit: 'USD' },
      costFilters: { TagKeyValue: [`user:stage$${stage.name}`] },
    },
    notificationsWithSubscribers: [
      {
        notification: {
          notificationType: 'ACTUAL',
          comparisonOperator: 'GREATER_THAN',
          threshold: WARN_AT_PERCENT,
          thresholdType: 'PERCENTAGE',
        },
        subscribers: [{ subscriptionType: 'SNS', address: names.alarmTopicArn }],
      },
    ],
  });
  const noNewRuns = policyAgainstRuns(stack, names);
  new CfnBudgetsAction(stack, 'stop-runs', {
    budgetName: budget.ref,
    actionType: 'APPLY_IAM_POLICY',
    notificationType: 'ACTUAL',
    approvalModel: 'AUTOMATIC',
    actionThreshold: { value: 100, type: 'PERCENTAGE' },
    executionRoleArn: actionRole(stack, names, noNewRuns, roles).roleArn,
    definition: {
      iamActionDefinition: {
        policyArn: noNewRuns.managedPolicyArn,
        roles: roles.map(({ roleName }) => roleName),
      },
    },
    subscribers: [{ type: 'SNS', address: names.alarmTopicArn }],
  });
}

function policyAgainstRuns(stack: Stack, names: StageNames): ManagedPolicy {
  return new ManagedPolicy(stack, 'no-new-runs', {
    managedPolicyName: names.roleName('no-new-runs'),
    description: 'Attached when the month has cost its budget',
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['states:StartExecution'],
        resources: [names.stateMachineArn],
      }),
    ],
  });
}

function actionRole(stack: Stack, names: StageNames, policy: ManagedPolicy, roles: readonly Role[]): Role {
  return serviceRole(stack, 'budget-role', {
    roleName: names.roleName('budget'),
    service: 'budgets.amazonaws.com',
    description: `Takes the right to start runs from the watcher of account ${Aws.ACCOUNT_ID}`,
    permissions: [
      {
        actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        resources: roles.map(({ roleArn }) => roleArn),
        conditions: { ArnEquals: { 'iam:PolicyARN': policy.managedPolicyArn } },
      },
    ],
  });
}
