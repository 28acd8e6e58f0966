import type { Configuration } from '@moving-ground/configuration';
import { estimate, PRICES_OF, refreshUsage } from '@moving-ground/cost';
import type { RunCost } from './run-report.ts';

/** What a run like this one would cost on AWS: as many trainings, and the extraction that its window asks for. */
export function runCost(
  trainings: number,
  transactions: number,
  { extraction }: Pick<Configuration, 'extraction'>,
): RunCost {
  const kind = transactions >= extraction.glueFromTransactions ? 'glue' : 'lambda';
  return { ...estimate(refreshUsage(trainings, kind)), ...PRICES_OF };
}
