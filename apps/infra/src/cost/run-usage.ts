import { added, batchUsage, refreshUsage, times, type Usage } from '@moving-ground/cost';
import { stageConfiguration } from '../stages/stage-configuration.ts';
import { batchesPerDay, DAYS, type Variant } from './monthly-usage.ts';

/** What batches and refreshes use in a month. */
export function runUsage(variant: Variant): readonly Usage[] {
  const batches = batchesPerDay(variant.stage) * DAYS;
  const refreshes = variant.refreshesPerDay * DAYS;
  const { maxJobs } = stageConfiguration(variant.stage).tuning;
  return [
    ...added(
      times(refreshUsage(maxJobs, variant.extraction), refreshes),
      times(batchUsage(), batches - refreshes),
      [{ price: 'lambda-requests', quantity: (DAYS * 96) / 1e6, what: 'their calls, and the sweep' }],
    ),
    // The verifier's row, and a person's now and then.
    ...(variant.stage.endpoint.kind === 'serverless'
      ? [
          {
            price: 'serverless-inference',
            quantity: refreshes * 20,
            what: 'the endpoint’s requests',
          } as const,
        ]
      : []),
  ];
}
