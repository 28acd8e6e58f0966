import fc from 'fast-check';
import { deepStrictEqual } from 'node:assert/strict';
import { play, schedule, undisturbed, type Disturbance } from './mongo-schedule.ts';
import { MongoTrial } from './mongo-trial.ts';

/** Plays random schedules of faults, each beside the same market without any; fast-check prints the seed. */
export async function compareSchedules(uri: string, numRuns: number): Promise<void> {
  const holds = fc.asyncProperty(schedule, (disturbances) => compare(uri, disturbances));
  // To shrink a schedule would take as long again as all of them.
  await fc.assert(holds, { numRuns, endOnFailure: true });
}

async function compare(uri: string, disturbances: readonly Disturbance[]): Promise<void> {
  const [bad, good] = [await MongoTrial.at(uri), await MongoTrial.at(uri)];
  try {
    const [store, other] = [await play(bad, disturbances), await play(good, undisturbed(disturbances))];
    deepStrictEqual(await store.counts(), await other.counts());
    deepStrictEqual(await bad.kept(), await good.kept());
  } finally {
    await bad.end();
    await good.end();
  }
}
