import { SimulatePrincipalPolicyCommand, type ContextEntry, type IAMClient } from '@aws-sdk/client-iam';
import type { Step } from './step.ts';

/** Something a role must be allowed, or must not. */
export type Expectation = {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  readonly isAllowed: boolean;
  readonly context?: Readonly<Record<string, string>>;
};

/** The account's own simulator is asked, so that policies above the account count, too. */
export function rolesStep(expectations: readonly Expectation[]): Step {
  return {
    name: 'what the roles may do',
    dollars: 0,
    run: async ({ iam }) => {
      const wrong: string[] = [];
      for (const expectation of expectations) {
        const decision = await simulate(iam, expectation);
        if ((decision === 'allowed') !== expectation.isAllowed) wrong.push(told(expectation, decision));
      }
      return wrong.length
        ? { state: 'wrong', says: wrong.join('; ') }
        : { state: 'ok', says: `${expectations.length} questions answered as expected` };
    },
  };
}

function told({ roleArn, action, resource }: Expectation, decision: string): string {
  return `${roleArn.split('/').at(-1)} and ${action} on ${resource}: ${decision}`;
}

async function simulate(
  client: IAMClient,
  { roleArn, action, resource, context = {} }: Expectation,
): Promise<string> {
  const ContextEntries: ContextEntry[] = Object.entries(context).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyValues: [value],
    ContextKeyType: 'string',
  }));
  const { EvaluationResults = [] } = await client.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: roleArn,
      ActionNames: [action],
      ResourceArns: [resource],
      ContextEntries,
    }),
  );
  return EvaluationResults[0]?.EvalDecision ?? 'nothing';
}
