import {
  decodeRecordStream,
  readOutcomes,
  type OrderOutcome,
  type ScoredOrder,
} from '@moving-ground/formats';
import type { Prediction } from '@moving-ground/model';
import { objectKeys, type BatchId } from '@moving-ground/run';
import { scoreRows } from '@moving-ground/serve';
import { InvalidDocument, type Evidence } from '../documents.ts';
import type { SelectorEffects } from '../selector-effects.ts';
import type { ModelToScore } from './model-to-score.ts';

export type ModelsToScore = {
  readonly challenger: ModelToScore;
  readonly champion: ModelToScore | undefined;
};

type Predicted = Pick<ScoredOrder, 'challenger' | 'champion'> & { readonly label: number };

/**
 * Every order of the run's test part with what the models say of its row. Rows are read a few megabytes at a time.
 * @throws InvalidDocument when rows and outcomes are not of the same orders, CsvError, RecordIoError
 */
export async function scoreTestPart(
  batchId: BatchId,
  { parts, featureDim }: Evidence,
  models: ModelsToScore,
  effects: SelectorEffects,
): Promise<readonly ScoredOrder[]> {
  const outcomes = await outcomesOf(batchId, effects);
  const predicted: Predicted[] = [];
  for (const key of parts.test.files)
    for await (const { features, labels, rows } of decodeRecordStream(
      await streamOf(key, effects),
      key,
      featureDim,
    ))
      for (const row of predictionsOf(features, labels, rows, models)) predicted.push(row);
  expectSameOrders(batchId, outcomes, predicted);
  return outcomes.map((outcome, i) => {
    const { challenger, champion } = predicted[i] ?? { challenger: null, champion: null };
    return { ...outcome, challenger, champion };
  });
}

function predictionsOf(
  features: Float32Array,
  labels: Float32Array,
  rows: number,
  models: ModelsToScore,
): Predicted[] {
  const challenger = scored(models.challenger, features, rows);
  const champion = models.champion && scored(models.champion, features, rows);
  return Array.from(labels, (label, i) => ({
    label,
    challenger: challenger?.[i] ?? null,
    champion: champion?.[i] ?? null,
  }));
}

function scored(
  model: ModelToScore,
  features: Float32Array,
  rows: number,
): readonly Prediction[] | undefined {
  return model.source === 'artifact' ? scoreRows(model.model, features, rows) : undefined;
}

async function outcomesOf(batchId: BatchId, effects: SelectorEffects): Promise<readonly OrderOutcome[]> {
  const key = objectKeys.testOutcomes(batchId);
  return (await Array.fromAsync(readOutcomes(await streamOf(key, effects), key))).flat();
}

async function streamOf(
  key: string,
  { storage, settings: { bucket } }: SelectorEffects,
): Promise<AsyncIterable<Uint8Array>> {
  const stream = await storage.getStream(bucket, key);
  if (stream) return stream;
  throw new InvalidDocument(`${key} is not there: the extraction writes it, so start the batch again`);
}

function expectSameOrders(
  batchId: BatchId,
  outcomes: readonly OrderOutcome[],
  predicted: readonly Predicted[],
): void {
  const key = objectKeys.testOutcomes(batchId);
  if (outcomes.length !== predicted.length)
    throw new InvalidDocument(`${key} has ${outcomes.length} orders, the test part ${predicted.length} rows`);
  const differs = outcomes.findIndex(
    ({ outcome }, i) => (outcome === 'profit' ? 1 : 0) !== predicted[i]?.label,
  );
  if (differs >= 0)
    throw new InvalidDocument(
      `${key}: order ${outcomes[differs]?.id} is a ${outcomes[differs]?.outcome}, row ${differs} of the test part is none`,
    );
}
