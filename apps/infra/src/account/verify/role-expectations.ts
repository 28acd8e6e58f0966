import type { Expectation } from './roles-step.ts';

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };

/** What stands for the account, once it is known. */
export type Place = { readonly account: string; readonly region: string };

const many = (one: unknown): readonly unknown[] => (Array.isArray(one) ? (one as unknown[]) : [one]);

/**
 * Questions for the simulator from a synthesised template: every action of every role on a resource that it is allowed,
 * and the same action on a resource of another stage, which it is not. What names no stage, or a resource that only the
 * deployment knows, is left out.
 * @param stage its name is what another stage's resource differs by
 */
export function roleExpectations(
  resources: Readonly<Record<string, Resource>>,
  stage: string,
  place: Place,
): readonly Expectation[] {
  const text = (node: unknown): string => resolved(node, place);
  const arnOf = new Map(
    Object.entries(resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .map(([id, { Properties }]) => [
        id,
        `arn:aws:iam::${place.account}:role/${text(Properties['RoleName'])}`,
      ]),
  );
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .flatMap(({ Properties }) => {
      const [role] = Properties['Roles'] as readonly { readonly Ref: string }[];
      const roleArn = arnOf.get(role?.Ref ?? '') ?? '';
      const { Statement } = Properties['PolicyDocument'] as { readonly Statement: readonly Statement[] };
      return Statement.flatMap((statement) => questions(statement, { roleArn, stage, text }));
    });
}

type About = { readonly roleArn: string; readonly stage: string; readonly text: (node: unknown) => string };

function questions(statement: Statement, { roleArn, stage, text }: About): readonly Expectation[] {
  const context = contextOf(statement);
  return many(statement.Resource)
    .map(text)
    .filter((resource) => resource.includes(`moving-ground-${stage}`) && !resource.includes('<'))
    .flatMap((resource) =>
      many(statement.Action).flatMap((action) => {
        const asked = { roleArn, action: String(action), ...(context ? { context } : {}) };
        const own = resource.replaceAll('*', 'example');
        const other = own.replaceAll(`moving-ground-${stage}`, 'moving-ground-elsewhere');
        return [
          { ...asked, resource: own, isAllowed: true },
          { ...asked, resource: other, isAllowed: false },
        ];
      }),
    );
}

function contextOf({ Condition }: Statement): Readonly<Record<string, string>> | undefined {
  const equal = { ...Condition?.['StringEquals'], ...Condition?.['StringLike'], ...Condition?.['ArnEquals'] };
  const entries = Object.entries(equal).map(([key, value]) => [
    key,
    String(many(value)[0]).replaceAll('*', 'example'),
  ]);
  return entries.length ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}

/** Joins and pseudo parameters become text; anything else becomes a word in angle brackets. */
function resolved(node: unknown, place: Place): string {
  if (typeof node === 'string') return node;
  const { Ref, 'Fn::Join': join } = node as {
    readonly Ref?: string;
    readonly 'Fn::Join'?: [string, unknown[]];
  };
  if (join) return join[1].map((part) => resolved(part, place)).join(join[0]);
  const known: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
  };
  return known[Ref ?? ''] ?? '<unknown>';
}
