import type { Configuration } from '@moving-ground/configuration';
import { featureSchemaOf, windowSeconds, type FeatureSchema } from '@moving-ground/feature-schema';
import type { Candidate, LinearModel } from '@moving-ground/model';
import type { DatasetReport } from '@moving-ground/run';
import {
  challengerOf,
  judgedPartOf,
  selectCandidate,
  type ModelScores,
  type Selection,
} from '@moving-ground/select';
import { scoreRows } from '@moving-ground/serve';
import type { BatchRows } from './batch-rows.ts';
import type { TrainedCandidate } from './tuned-window.ts';

export type Promotion = {
  /** The promoted model; undefined where the champion is retained. */
  readonly model: LinearModel | undefined;
  /** The best of the tuning, whether it serves or not; undefined where the gate let none through. */
  readonly challenger: LinearModel | undefined;
  readonly reason: string;
};

/** What a promotion is decided on. */
export type Contest = {
  readonly trained: readonly TrainedCandidate[];
  readonly report: DatasetReport;
  readonly champion: LinearModel | undefined;
  /** The rows of the test part, which neither trained. */
  readonly testRows: BatchRows;
};

type PromotionSettings = Pick<Configuration, 'tuning' | 'promotion' | 'features'>;

/**
 * Which of a tuning's models should serve, by the rules of production: the best candidate that the gate lets through
 * and the champion are scored on the same test part, and the challenger serves unless it is worse.
 */
export function promote(
  { trained, report, champion, testRows }: Contest,
  settings: PromotionSettings,
): Promotion {
  const schema = featureSchemaOf(settings.features);
  const selection = selectionOf({ trained, report, champion, testRows }, schema, settings);
  const challenger = modelOf(trained, challengerOf(selection)?.trainingJobName);
  const test = challenger &&
    selection.test && { ...selection.test, scores: scoresOf(challenger, champion, testRows) };
  const decision = selectCandidate({ ...selection, test });
  return { model: modelOf(trained, decision.promoted), challenger, reason: decision.reason };
}

function selectionOf(
  { trained, report, champion }: Contest,
  { hash }: FeatureSchema,
  { tuning, promotion, features }: PromotionSettings,
): Selection {
  const part = judgedPartOf(tuning.objective);
  return {
    candidates: trained.map(({ candidate }): Candidate => candidate),
    judged: { part, ...report.parts[part] },
    policy: promotion,
    dataEndMs: report.parts.test.lastCloseMs ?? 0,
    // Batches come in order: a champion never learned from later data.
    champion: champion && { runId: 'champion', modelName: 'champion', dataEndMs: 0, schemaHash: hash },
    test: { schemaHash: hash, windowSeconds: windowSeconds(features), part: report.parts.test },
  };
}

function scoresOf(
  challenger: LinearModel,
  champion: LinearModel | undefined,
  rows: BatchRows,
): NonNullable<NonNullable<Selection['test']>['scores']> {
  return {
    label: Uint8Array.from(rows.transactions, ({ outcome }) => (outcome === 'profit' ? 1 : 0)),
    profit: Float64Array.from(rows.transactions, ({ actualProfit }) => actualProfit),
    challenger: modelScores(challenger, rows),
    champion: champion && modelScores(champion, rows),
  };
}

function modelScores(model: LinearModel, rows: BatchRows): ModelScores {
  const answers = scoreRows(model, rows.features, rows.transactions.length);
  const { lossType, positiveExampleWeightMult } = model;
  return {
    source: 'artifact',
    lossType,
    positiveExampleWeightMult,
    score: Float32Array.from(answers, ({ score }) => score),
    flagged: Uint8Array.from(answers, ({ predictedLabel }) => predictedLabel),
  };
}

function modelOf(
  trained: readonly TrainedCandidate[],
  name: string | null | undefined,
): LinearModel | undefined {
  return trained.find(({ candidate }) => candidate.trainingJobName === name)?.model;
}
