import type { FeatureSchema } from '@moving-ground/feature-schema';
import { SERVED, SERVED_LINE, type Predictions } from '@moving-ground/judge';
import { batchRows, type BatchRows } from '../walk/batch-rows.ts';
import { outcomesOf, predict, predictAlways } from '../walk/predict.ts';
import { ALWAYS, type ScoredBatch } from '../walk/walk-forward.ts';
import type { DeployedModel } from './deployed-models.ts';
import type { StoredBatch } from './stored-batches.ts';

/** What the models behind the endpoint said, or would have said, of the batches that came after them. */
export type ScoredHistory = {
  readonly predictions: readonly ScoredBatch[];
  readonly batches: readonly HistoryStep[];
};

/** One batch and the model that served when it came. */
export type HistoryStep = {
  readonly number: number;
  readonly batchId: string;
  readonly lastCloseMs: number;
  readonly orders: number;
  /** The run whose model served. */
  readonly servedBy: string;
  /** How old the model's data were when the batch was over. */
  readonly modelAgeSeconds: number;
  readonly scored: number;
  readonly openedTooEarly: number;
  readonly withoutRow: number;
};

export type HistoryTask = {
  /** In the order of their data. */
  readonly models: readonly DeployedModel[];
  readonly schema: FeatureSchema;
  /** How many promotions older the shadows are. */
  readonly ages: readonly number[];
};

export type ScoredStep = { readonly step: HistoryStep; readonly byRole: ReadonlyMap<string, Predictions> };

/**
 * A batch is scored by the newest model whose data end before it is over, on those of its orders opened after that.
 * @returns undefined where no model was there before it, or none of its orders came after one
 */
export function scoreBatch(
  batch: StoredBatch,
  { models, schema, ages }: HistoryTask,
): ScoredStep | undefined {
  const place = models.findLastIndex(({ dataEndMs }) => dataEndMs < batch.lastCloseMs);
  const served = models[place];
  if (!served) return undefined;
  const later = batch.transactions.filter(({ openTimeMs }) => openTimeMs > served.dataEndMs);
  const rows = batchRows({ ...batch, transactions: later }, schema);
  if (rows.transactions.length === 0) return undefined;
  const outcomes = outcomesOf(rows);
  const byRole = new Map([[SERVED, predict(served.model, rows, outcomes)]]);
  for (const age of ages) {
    const elder = models[place - age];
    if (elder) byRole.set(SERVED_LINE.elder(age), predict(elder.model, rows, outcomes));
  }
  byRole.set(ALWAYS, predictAlways(outcomes));
  return { step: stepOf(batch, served, rows), byRole };
}

function stepOf(batch: StoredBatch, served: DeployedModel, rows: BatchRows): HistoryStep {
  const { number, batchId, lastCloseMs, transactions } = batch;
  const scored = rows.transactions.length;
  return {
    number,
    batchId,
    lastCloseMs,
    orders: transactions.length,
    servedBy: served.runId,
    modelAgeSeconds: Math.round((lastCloseMs - served.dataEndMs) / 1000),
    scored,
    openedTooEarly: transactions.length - scored - rows.withoutRow,
    withoutRow: rows.withoutRow,
  };
}
