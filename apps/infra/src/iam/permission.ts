import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { flatText } from './flat-text.ts';

/** What a role may do. A resource with a star in it needs a written reason; an action never has one. */
export type Permission = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly because?: string;
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

export class UnreasonedPermission extends Error {
  override readonly name = 'UnreasonedPermission';
}

/** @throws UnreasonedPermission */
export function permit(role: Role, permissions: readonly Permission[]): void {
  for (const { actions, resources, because, conditions = {} } of permissions) {
    const wide = actions.find((action) => action.includes('*'));
    if (wide) throw new UnreasonedPermission(`${role.node.path}: action was ${wide}: name each one`);
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
    for (const resource of resources) acknowledgeStar(role, resource, because);
  }
}

/** The acknowledgement is of this one resource of this one role, and no other. */
function acknowledgeStar(role: Role, resource: string, because: string | undefined): void {
  const text = flatText(Stack.of(role).resolve(resource));
  if (!text.includes('*')) return;
  if (!because) throw new UnreasonedPermission(`${role.node.path}: resource was ${text}: write why`);
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${text}]`, reason: because });
}
