import type { Step, StepAnswer, VerifyContext } from './step.ts';

export type StepResult = { readonly step: string } & (
  StepAnswer | { readonly state: 'not-run'; readonly says: string }
);

export function costOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** One step after the other; one that would go beyond the cap is not begun. */
export async function runSteps(
  steps: readonly Step[],
  context: VerifyContext,
  capDollars: number,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  let spent = 0;
  for (const { name, dollars, run } of steps) {
    if (spent + dollars > capDollars) {
      const says = `it may cost $${dollars.toFixed(2)}, and $${(capDollars - spent).toFixed(2)} of the cap are left`;
      results.push({ step: name, state: 'not-run', says });
      continue;
    }
    spent += dollars;
    results.push({ step: name, ...(await run(context).catch(unknown)) });
  }
  return results;
}

function unknown(error: unknown): StepAnswer {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { state: 'unknown', says: `${name}: ${message}` };
}
