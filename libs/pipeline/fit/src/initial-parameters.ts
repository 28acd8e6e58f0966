import { seededRandom } from '@moving-ground/numeric';
import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';

/** The service's seed is fixed and unknown; this one is fixed. Model i of several starts from seed + i. */
const INITIAL_SEED = 1;

/** Weights in normalized space, then the bias. */
export function initialParameters(
  hyperparameters: LinearLearnerHyperparameters,
  featureDim: number,
  modelIndex: number,
): Float64Array {
  const { initMethod, initScale, initSigma, initBias, useBias } = hyperparameters;
  const random = seededRandom(INITIAL_SEED + modelIndex);
  const parameters = new Float64Array(featureDim + 1);
  for (let j = 0; j < featureDim; j++) {
    parameters[j] =
      initMethod === 'uniform' ? initScale * (2 * random.uniform() - 1) : initSigma * random.normal();
  }
  parameters[featureDim] = useBias ? initBias : 0;
  return parameters;
}
