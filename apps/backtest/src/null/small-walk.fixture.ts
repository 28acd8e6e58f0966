import type { WalkSettings } from '../walk/walk-settings.ts';
import { nullWalk } from './null-settings.ts';

/** Batches of 300 orders, six lags and two trainings a batch. */
export function smallWalk(): WalkSettings {
  return {
    ...nullWalk({ batchSize: 300, lags: 6, trials: 2, windowBatches: 2 }),
    ages: [1],
    baselines: true,
  };
}
