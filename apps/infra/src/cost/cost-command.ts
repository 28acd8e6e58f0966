import { parseArgs } from 'node:util';
import { estimate, PRICES_OF } from '@moving-ground/cost';
import type { Stage } from '../stages/stage.ts';
import { costPage } from './cost-page.ts';
import { monthlyUsage, variantOf } from './monthly-usage.ts';

const flag = { type: 'boolean', default: false } as const;

/** All of it is result: quiet leaves nothing out. @throws TypeError for words that are not known */
export function costCommand(words: readonly string[], stages: readonly Stage[]): string {
  const { values } = parseArgs({ args: [...words], options: { json: flag, quiet: flag }, strict: true });
  return values.json ? `${JSON.stringify(costFacts(stages))}\n` : costPage(stages);
}

/** Dollars a month of each stage, as a program takes them. */
function costFacts(stages: readonly Stage[]): object {
  const monthly = (stage: Stage, isStreaming: boolean): object =>
    estimate(monthlyUsage(variantOf(stage, isStreaming)));
  return {
    event: 'cost',
    ...PRICES_OF,
    stages: stages.map((stage) => ({
      stage: stage.name,
      streaming: monthly(stage, true),
      idle: monthly(stage, false),
    })),
  };
}
