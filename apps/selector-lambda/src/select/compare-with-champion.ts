import type { Candidate } from '@moving-ground/model';
import type { Champion, RunParameters } from '@moving-ground/run';
import type { Evidence } from '../documents.ts';
import type { SelectorEffects } from '../selector-effects.ts';
import { challengerToScore, championToScore, type ModelToScore } from './model-to-score.ts';
import { scoreTestPart } from './score-test-part.ts';
import { storeScores, testScoresOf, type ScoredModel, type StoredScores } from './stored-scores.ts';
import type { TestScores } from '@moving-ground/select';

export type Compared = { readonly scores: TestScores; readonly stored: StoredScores };

/** Scores challenger and champion from their artifacts on the run's test part, and stores what they say. */
export async function compareWithChampion(
  run: RunParameters,
  challenger: Candidate,
  champion: Champion | undefined,
  { evidence, effects }: { readonly evidence: Evidence; readonly effects: SelectorEffects },
): Promise<Compared> {
  const models = {
    challenger: await challengerToScore(challenger, evidence.featureDim, effects),
    champion: isComparable(champion, evidence) ? await championToScore(champion, effects) : undefined,
  };
  const orders = await scoreTestPart(run.batchId, evidence, models, effects);
  const stored = {
    ...(await storeScores(run.runId, orders, effects)),
    challenger: scoredModel(models.challenger),
    champion: models.champion ? scoredModel(models.champion) : null,
  };
  return { scores: testScoresOf(orders, stored), stored };
}

/** Rows of one schema say nothing to a model of another. */
function isComparable(champion: Champion | undefined, { schemaHash }: Evidence): champion is Champion {
  return champion?.schemaHash === schemaHash;
}

function scoredModel(model: ModelToScore): ScoredModel {
  if (model.source === 'service') return model;
  const { lossType, positiveExampleWeightMult } = model.model;
  return { source: 'artifact', lossType, positiveExampleWeightMult };
}
