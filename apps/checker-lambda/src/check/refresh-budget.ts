import { getJson } from '@moving-ground/aws-clients/s3';
import { objectKeys, type RunId } from '@moving-ground/run';
import { z } from 'zod';
import type { CheckerEffects } from '../checker-effects.ts';
import { outcomesSince } from '../finish/outcomes.ts';

const DAY_MS = 24 * 3_600_000;

const championDocument = z.object({
  runId: z.string(),
  endpointName: z.string(),
  promotedAtMs: z.number(),
});

/** Why the endpoint may not be refreshed yet, or undefined when it may. */
export async function overBudget(runId: RunId, effects: CheckerEffects): Promise<string | undefined> {
  return (await tooSoon(runId, effects)) ?? (await tooOften(effects));
}

async function tooSoon(runId: RunId, effects: CheckerEffects): Promise<string | undefined> {
  const { storage, settings, now } = effects;
  const { refresh, endpoint } = settings.configuration;
  if (refresh.minMinutesBetweenRefreshes === 0) return undefined;
  const found = await getJson(storage, { bucket: settings.bucket, key: objectKeys.champion });
  if (!found) return undefined;
  const champion = championDocument.parse(found.value);
  if (champion.endpointName !== endpoint.name || champion.runId === runId) return undefined;
  const minutes = (now() - champion.promotedAtMs) / 60_000;
  if (minutes >= refresh.minMinutesBetweenRefreshes) return undefined;
  return `the champion was promoted ${minutes.toFixed(1)} minutes ago, refresh.minMinutesBetweenRefreshes is ${refresh.minMinutesBetweenRefreshes}`;
}

/** Of the last 24 hours. */
async function tooOften({ storage, settings, now }: CheckerEffects): Promise<string | undefined> {
  const { maxRefreshesPerDay } = settings.configuration.refresh;
  if (maxRefreshesPerDay === 0) return undefined;
  const outcomes = await outcomesSince(storage, settings.bucket, now() - DAY_MS);
  const promoted = outcomes.filter(({ outcome }) => outcome === 'promoted').length;
  if (promoted < maxRefreshesPerDay) return undefined;
  return `${promoted} models were promoted in the last 24 hours, refresh.maxRefreshesPerDay is ${maxRefreshesPerDay}`;
}
