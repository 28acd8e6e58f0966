import { takeLease, type ObjectPlace } from '@moving-ground/aws-clients/s3';
import type { RollbackEffects } from './rollback-effects.ts';
import { RollbackRefused } from './rollback-refused.ts';

/** As long as an update may take. */
const LEASE_MS = 3_900_000;
/** A run that tunes on AWS holds the endpoint for some twenty minutes. */
const LONGEST_WAIT_MS = 3_600_000;
/** Runs look every few seconds for their turn: a person who looks more often is next. */
const POLL_MS = 500;

/** Waits for the run that has the endpoint in its hand, then takes its lease. @throws RollbackRefused after an hour */
export async function takeEndpoint(
  place: ObjectPlace,
  holder: string,
  { storage, now, sleep, tell }: RollbackEffects,
): Promise<void> {
  const deadline = now() + LONGEST_WAIT_MS;
  const tryIt = (): ReturnType<typeof takeLease> =>
    takeLease(
      storage,
      place,
      { runId: holder, executionArn: 'by hand', expiresAtMs: now() + LEASE_MS },
      now(),
    );
  let told: string | undefined;
  for (let answer = await tryIt(); !answer.held; answer = await tryIt()) {
    // Nobody, where another was quicker in this very moment.
    const other = answer.holder?.runId ?? told;
    if (now() >= deadline)
      throw new RollbackRefused(
        `the endpoint is still in the hand of run ${other} after an hour: look at that run`,
      );
    if (other !== told) tell(`waiting for run ${other}, which has the endpoint in its hand`);
    told = other;
    await sleep(POLL_MS);
  }
}
