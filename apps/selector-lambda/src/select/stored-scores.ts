import { readScores, scoreLine, scoresHeader, type ScoredOrder } from '@moving-ground/formats';
import { objectKeys, type RunId } from '@moving-ground/run';
import type { ModelScores, ServiceMetrics, TestScores } from '@moving-ground/select';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { InvalidDocument } from '../documents.ts';
import type { SelectorEffects } from '../selector-effects.ts';

/** What is known of a model beside its scores. */
export type ScoredModel = Omit<ModelScores, 'score' | 'flagged'> | ServiceMetrics;

/** In the decision's record: where the scores are, and what else the comparison follows from. */
export type StoredScores = {
  readonly key: string;
  readonly rows: number;
  /** Of the text before it is packed. */
  readonly sha256: string;
  readonly challenger: ScoredModel;
  readonly champion: ScoredModel | null;
};

export async function storeScores(
  runId: RunId,
  orders: readonly ScoredOrder[],
  { storage, settings: { bucket } }: Pick<SelectorEffects, 'storage' | 'settings'>,
): Promise<Pick<StoredScores, 'key' | 'rows' | 'sha256'>> {
  const text = [scoresHeader, ...orders.map(scoreLine), ''].join('\n');
  const key = objectKeys.runTestScores(runId);
  await storage.put(bucket, key, await promisify(gzip)(text), { contentType: 'application/gzip' });
  return { key, rows: orders.length, sha256: sha256Of(text) };
}

/** @throws InvalidDocument where they are gone or are not those of the record, CsvError */
export async function readStoredScores(
  { key, sha256 }: Pick<StoredScores, 'key' | 'sha256'>,
  { storage, bucket }: { readonly storage: SelectorEffects['storage']; readonly bucket: string },
): Promise<readonly ScoredOrder[]> {
  const found = await storage.get(bucket, key);
  if (!found) throw new InvalidDocument(`${key} is not there: the decision cannot be worked out again`);
  const text = await promisify(gunzip)(found.body);
  if (sha256Of(text) !== sha256)
    throw new InvalidDocument(`${key} has other scores than the decision was made of: its sha256 differs`);
  return (await Array.fromAsync(readScores(once(text), key))).flat();
}

/** The stored scores as the selection compares them. */
export function testScoresOf(
  orders: readonly ScoredOrder[],
  { challenger, champion }: Pick<StoredScores, 'challenger' | 'champion'>,
): TestScores {
  return {
    label: Uint8Array.from(orders, ({ outcome }) => (outcome === 'profit' ? 1 : 0)),
    profit: Float64Array.from(orders, ({ actualProfit }) => actualProfit),
    challenger: withScores(challenger, orders, 'challenger'),
    ...(champion && { champion: withScores(champion, orders, 'champion') }),
  };
}

function withScores(
  model: ScoredModel,
  orders: readonly ScoredOrder[],
  who: 'challenger' | 'champion',
): ModelScores | ServiceMetrics {
  if (model.source === 'service') return model;
  return {
    ...model,
    score: Float32Array.from(orders, (order) => order[who]?.score ?? NaN),
    flagged: Uint8Array.from(orders, (order) => order[who]?.predictedLabel ?? 0),
  };
}

function sha256Of(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
