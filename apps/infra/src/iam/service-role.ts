import { Aws } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { permit, type Permission } from './permission.ts';

export type ServiceRoleOptions = {
  readonly roleName: string;
  /** For example `lambda.amazonaws.com`. */
  readonly service: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
};

/**
 * These say for whose account they act; Lambda's guide knows no such condition on a function's role, which only its own
 * account can pass on.
 */
const TELLS_ACCOUNT: ReadonlySet<string> = new Set([
  'ecs-tasks.amazonaws.com',
  'states.amazonaws.com',
  'sagemaker.amazonaws.com',
  'glue.amazonaws.com',
  'scheduler.amazonaws.com',
  'budgets.amazonaws.com',
]);

/** A role that one service takes on, for this account's resources only: no other customer can make it act for them. */
export function serviceRole(scope: Construct, id: string, options: ServiceRoleOptions): Role {
  const { roleName, service, description, permissions } = options;
  const role = new Role(scope, id, {
    roleName,
    description,
    assumedBy: new ServicePrincipal(service, {
      conditions: TELLS_ACCOUNT.has(service) ? { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } : {},
    }),
  });
  permit(role, permissions);
  return role;
}
