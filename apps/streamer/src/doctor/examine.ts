import type { Check, CheckResult, Facts, Found } from './check.ts';
import { foundIn } from './found-in.ts';

/** Runs one check after the other; one whose needs an earlier one could not find out is skipped, and says so. */
export async function* examine(checks: readonly Check[]): AsyncGenerator<CheckResult> {
  let facts: Partial<Facts> = {};
  for (const check of checks) {
    const found = await lookAt(check, facts, checks);
    facts = { ...facts, ...found.facts };
    yield resultOf(check.name, found);
  }
}

async function lookAt(check: Check, facts: Partial<Facts>, checks: readonly Check[]): Promise<Found> {
  const missing = check.needs.find((fact) => facts[fact] === undefined);
  if (missing !== undefined) {
    const giver = checks.find(({ gives }) => gives.includes(missing));
    return { state: 'skipped', detail: `because of the line "${giver?.name ?? missing}" above` };
  }
  try {
    return await check.look(facts);
  } catch (error) {
    return foundIn(error);
  }
}

function resultOf(name: string, { state, detail, advice }: Found): CheckResult {
  return { name, state, detail, ...(advice === undefined ? {} : { advice }) };
}
