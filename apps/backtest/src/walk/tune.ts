import { fit, inKernelMemory, TrainingDiverged, UnusableData, type Dataset } from '@moving-ground/fit';
import { proposeConfiguration, SearchSpaceExhausted, type HyperparameterTexts } from '@moving-ground/search';
import {
  parseHyperparameters,
  renderStaticHyperparameters,
  type TuningConfig,
} from '@moving-ground/tuning-config';
import type { TrainedCandidate } from './tuned-window.ts';

export type Parts = { readonly train: Dataset; readonly validation: Dataset; readonly test: Dataset };

/**
 * The trainings of one tuning, on the schedule of the service's stand-in: the proposal for training n knows how the
 * trainings up to n - maxParallelJobs ended, so the same seed tries the same configurations here and there.
 */
export function tune(given: Parts, config: TuningConfig): readonly TrainedCandidate[] {
  const parts = inKernelMemory(given);
  const { maxJobs, maxParallelJobs } = config.limits;
  const tried: { readonly tuned: HyperparameterTexts; readonly trained: TrainedCandidate }[] = [];
  for (let number = 1; number <= maxJobs; number++) {
    const known = Math.max(0, number - maxParallelJobs);
    const tuned = propose(config, tried.slice(0, known).map(trialOf(config)), tried.slice(known));
    if (!tuned) break;
    tried.push({ tuned, trained: train(number, tuned, parts, config) });
  }
  return tried.map(({ trained }) => trained);
}

type Tried = { readonly tuned: HyperparameterTexts; readonly trained: TrainedCandidate };
type Trial = { readonly configuration: HyperparameterTexts; readonly objective: number | null };

function trialOf({ objective }: TuningConfig): (tried: Tried) => Trial {
  return ({ tuned, trained }) => ({
    configuration: tuned,
    objective: trained.candidate.metrics[objective.metricName] ?? null,
  });
}

function propose(
  config: TuningConfig,
  trials: readonly Trial[],
  pending: readonly Tried[],
): HyperparameterTexts | undefined {
  try {
    return proposeConfiguration({
      ranges: config.ranges,
      trials,
      pending: pending.map(({ tuned }) => tuned),
      direction: config.objective.type,
      strategy: config.strategy,
      seed: config.randomSeed ?? 0,
    });
  } catch (error) {
    if (error instanceof SearchSpaceExhausted) return undefined;
    throw error;
  }
}

function train(
  number: number,
  tuned: HyperparameterTexts,
  parts: Parts,
  config: TuningConfig,
): TrainedCandidate {
  const hyperparameters: Record<string, string> = {
    ...renderStaticHyperparameters(config, parts.train.featureDim),
    _tuning_objective_metric: config.objective.metricName,
    ...tuned,
  };
  const named = { trainingJobName: String(number).padStart(3, '0'), hyperparameters, modelDataUrl: '' };
  try {
    const { model, metrics } = fit({
      hyperparameters: parseHyperparameters(hyperparameters),
      ...parts,
      log: () => undefined,
      now: () => 0,
    });
    const byName = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    return { candidate: { ...named, status: 'Completed', metrics: byName }, model };
  } catch (error) {
    if (!(error instanceof TrainingDiverged) && !(error instanceof UnusableData)) throw error;
    return { candidate: { ...named, status: 'Failed', metrics: {} }, model: undefined };
  }
}
