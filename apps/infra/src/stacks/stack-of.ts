import { Stack, Tags } from 'aws-cdk-lib';
import type { StackContext } from './stack-context.ts';

/** A stack that knows neither account nor region before it is deployed. */
export function stackOf({ app, stage }: StackContext, part: string, description: string): Stack {
  const stack = new Stack(app, `moving-ground-${stage.name}-${part}`, {
    description: `Moving Ground, ${stage.name}: ${description}`,
    terminationProtection: stage.isProtected,
  });
  Tags.of(stack).add('application', 'moving-ground');
  Tags.of(stack).add('stage', stage.name);
  return stack;
}
