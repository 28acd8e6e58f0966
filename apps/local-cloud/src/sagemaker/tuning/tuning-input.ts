import { z } from 'zod';
import { METRIC_DEFINITIONS, ROC_AUC_DEFINITIONS } from '@moving-ground/fit';
import { InvalidTuningConfig, parseTuningJobConfig, type TuningPlan } from '@moving-ground/tuning-config';
import type { JsonObject } from '../../protocol/json-service.ts';
import { anything, invalid, nameOf, parseInput, tagList, type Tag } from '../resource/parse-input.ts';
import { trainingDefinition, type TrainingDefinition } from '../training/training-input.ts';
import { warmStartInput, warmStartOf, type WarmStart } from './warm-start.ts';

const createInput = z.looseObject({
  HyperParameterTuningJobName: nameOf(32),
  HyperParameterTuningJobConfig: anything,
  TrainingJobDefinition: trainingDefinition,
  WarmStartConfig: warmStartInput.optional(),
  Tags: tagList,
});

export const tuningJobInput = z.looseObject({ HyperParameterTuningJobName: nameOf(32) });

export type TuningOrder = {
  readonly name: string;
  readonly config: JsonObject;
  readonly plan: TuningPlan;
  readonly definition: TrainingDefinition;
  readonly warmStart: WarmStart | undefined;
  readonly tags: readonly Tag[] | undefined;
};

const NOT_OFFERED = ['TrainingJobDefinitions', 'Autotune'] as const;

/** CreateHyperParameterTuningJob's input, with what the service adds for its own algorithm. @throws ServiceError */
export function parseTuningInput(input: JsonObject): TuningOrder {
  const extra = NOT_OFFERED.find((member) => input[member] !== undefined);
  if (extra !== undefined) throw invalid(`${extra} is not offered here; leave it out`);
  const given = parseInput(createInput, input);
  const plan = planOf(given.HyperParameterTuningJobConfig);
  return {
    name: given.HyperParameterTuningJobName,
    config: given.HyperParameterTuningJobConfig,
    plan,
    definition: completed(given.TrainingJobDefinition, plan.objective.metricName),
    warmStart: warmStartOf(given.WarmStartConfig),
    tags: given.Tags,
  };
}

function planOf(config: JsonObject): TuningPlan {
  try {
    const plan = parseTuningJobConfig(config);
    checkMetric(plan.objective.metricName);
    return plan;
  } catch (error) {
    if (error instanceof InvalidTuningConfig) throw invalid(error.message);
    throw error;
  }
}

function checkMetric(name: string): void {
  const known = [...METRIC_DEFINITIONS, ...ROC_AUC_DEFINITIONS].map(({ Name }) => Name);
  if (!known.includes(name)) {
    throw invalid(`the objective metric was ${JSON.stringify(name)}; the algorithm has ${known.join(', ')}`);
  }
}

function completed(definition: TrainingDefinition, metricName: string): TrainingDefinition {
  return {
    ...definition,
    StaticHyperParameters: { ...definition.StaticHyperParameters, _tuning_objective_metric: metricName },
    AlgorithmSpecification: { ...definition.AlgorithmSpecification, MetricDefinitions: METRIC_DEFINITIONS },
  };
}
