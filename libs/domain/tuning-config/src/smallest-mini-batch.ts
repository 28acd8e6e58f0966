import type { ParameterRange } from './parameter-range.ts';
import type { TuningConfig } from './tuning-config.ts';

/** Linear Learner's own, where a tuning says nothing. */
const DEFAULT_MINI_BATCH = '1000';

function smallestOf(range: ParameterRange): number {
  return range.kind === 'categorical' ? Math.min(...range.values.map(Number)) : range.min;
}

/** The fewest training rows with which some job of the tuning can make an update. */
export function smallestMiniBatch(config: TuningConfig): number {
  const range = config.ranges.find(({ name }) => name === 'mini_batch_size');
  if (range !== undefined) return smallestOf(range);
  return Number(config.staticHyperparameters['mini_batch_size'] ?? DEFAULT_MINI_BATCH);
}
