import { UnknownArtifact } from '@moving-ground/formats';
import type { Candidate, LinearModel } from '@moving-ground/model';
import { objectKeys, type Champion } from '@moving-ground/run';
import type { ServiceMetrics } from '@moving-ground/select';
import { z } from 'zod';
import { InvalidDocument, readDocument } from '../documents.ts';
import type { SelectorEffects } from '../selector-effects.ts';
import { readArtifact } from './read-artifact.ts';

/** A model whose rows can be scored, or what the service measured of one whose artifact was refused. */
export type ModelToScore = { readonly source: 'artifact'; readonly model: LinearModel } | ServiceMetrics;

export function challengerToScore(
  { modelDataUrl, metrics }: Pick<Candidate, 'modelDataUrl' | 'metrics'>,
  featureDim: number,
  effects: SelectorEffects,
): Promise<ModelToScore> {
  return modelOrMetrics(modelDataUrl, featureDim, effects, () => Promise.resolve(metrics));
}

export function championToScore(
  { modelDataUrl, featureDim, runId, modelName }: Champion,
  effects: SelectorEffects,
): Promise<ModelToScore> {
  return modelOrMetrics(modelDataUrl, featureDim, effects, () => metricsThen(runId, modelName, effects));
}

async function modelOrMetrics(
  modelDataUrl: string,
  featureDim: number,
  effects: SelectorEffects,
  metricsOf: () => Promise<Candidate['metrics']>,
): Promise<ModelToScore> {
  try {
    return { source: 'artifact', model: await readArtifact(modelDataUrl, featureDim, effects) };
  } catch (error) {
    if (!(error instanceof UnknownArtifact)) throw error;
    effects.log.warn({ error, modelDataUrl }, 'artifact refused');
    return { source: 'service', refusal: `${error.name}: ${error.message}`, metrics: await metricsOf() };
  }
}

const earlierDecision = z.object({
  candidates: z.array(
    z.object({ trainingJobName: z.string(), metrics: z.record(z.string(), z.number().nullable()) }),
  ),
});

/** What the service measured when the champion was a candidate; nothing where that record is gone or cannot be read. */
async function metricsThen(
  runId: string,
  modelName: string,
  { storage, settings: { bucket }, log }: SelectorEffects,
): Promise<Candidate['metrics']> {
  try {
    const place = { bucket, key: objectKeys.runDecision(runId) };
    const found = await readDocument(storage, place, earlierDecision);
    const told = found?.value.candidates.find(({ trainingJobName }) => trainingJobName === modelName);
    const numbers = Object.entries(told?.metrics ?? {}).filter(([, value]) => value !== null);
    return Object.fromEntries(numbers) as Candidate['metrics'];
  } catch (error) {
    if (!(error instanceof InvalidDocument)) throw error;
    log.warn({ error, runId }, "the champion's own decision cannot be read");
    return {};
  }
}
