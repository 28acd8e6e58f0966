import { parseConfiguration } from '@moving-ground/configuration';
import { windowSeconds } from '@moving-ground/feature-schema';
import { JUDGE_DEFAULTS } from '@moving-ground/judge';
import type { WalkSettings } from '../walk/walk-settings.ts';

export type NullSize = {
  readonly batchSize: number;
  readonly lags: number;
  readonly trials: number;
  readonly windowBatches: number;
};

/** What fits a hundred seeds of five markets into minutes: everything is smaller, nothing is left out. */
export const NULL_SIZE: NullSize = { batchSize: 2_000, lags: 20, trials: 6, windowBatches: 5 };

/** Scored batches after which statements are made. */
export const NULL_BATCHES = [5, 10, 15, 20];

/** Steps of a second and the distance of the barriers, in price units of gold: an order is open for a few seconds. */
export const NULL_DEVIATION = 0.5;
const BARRIER = 0.3;
const MAX_HOLDING_SECONDS = 600;

/** The production defaults on small batches; what a null may not change is left as it is. */
export function nullWalk(size: NullSize): WalkSettings {
  const configuration = parseConfiguration(
    {
      instrument: { name: 'null' },
      bot: {
        ordersPerSecond: 1,
        takeProfit: BARRIER,
        stopLoss: BARRIER,
        maxHoldingSeconds: MAX_HOLDING_SECONDS,
      },
      batch: { size: size.batchSize },
      window: { batches: size.windowBatches },
      features: { resolutions: [{ lags: size.lags, stepSeconds: 1 }] },
      tuning: { maxJobs: size.trials },
    },
    'the null',
  );
  return {
    configuration,
    ages: [],
    baselines: false,
    coverage: 0.25,
    judge: { ...JUDGE_DEFAULTS, windowSeconds: windowSeconds(configuration.features), margin: 0.02 },
  };
}

/** Enough for so many batches: an order a second, but for the first window and the last open orders. */
export function secondsFor({ batchSize, lags }: NullSize, batches: number): number {
  return batches * batchSize + lags + 2 * MAX_HOLDING_SECONDS;
}
