import type { CallResult } from './ask/endpoint-caller.ts';
import type { Novelty } from './model/novelty.ts';
import type { Served } from './model/served-model.ts';
import type { ModelName, State } from './reading.ts';

type Score = Extract<State, { state: 'score' }>;
type Serving = Extract<Served, { kind: 'serving' }>;

/** @param isStillServed whether the model that was asked is the one behind the endpoint when the answer comes */
export function stateOf(result: CallResult, novelty: Novelty | undefined, isStillServed: boolean): State {
  if (result.kind === 'failed') return { state: 'endpoint-failed', reason: result.reason };
  if (result.kind === 'slow') return { state: 'endpoint-slow', waitedMs: result.waitedMs };
  if (!isStillServed)
    return { state: 'model-changing', reason: 'the model changed while the answer was on its way' };
  const { score, predictedLabel, latencyMs } = result;
  return { state: 'score', score, predictedLabel, latencyMs, mostNovel: novelty?.most ?? null };
}

/** Nothing is asked of an endpoint whose model is not known, or was trained on other columns. */
export function withheldByModel({ kind, reason }: Exclude<Served, Serving>): State {
  return { state: kind, reason };
}

export function modelName({ champion, isUpdating }: Serving): ModelName {
  const { runId, modelName: name, endpointConfigName, dataEndMs } = champion;
  return { runId, modelName: name, endpointConfigName, dataEndMs, isUpdating };
}

export function scored({ score, predictedLabel }: Score): Pick<Score, 'score' | 'predictedLabel'> {
  return { score, predictedLabel };
}
