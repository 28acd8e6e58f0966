import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { putJson, type ObjectPlace, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { parseConfiguration } from '@moving-ground/configuration';
import {
  batchIdOf,
  objectKeys,
  runIdOf,
  type CheckAnswer,
  type CheckRequest,
  type Manifest,
  type RunParameters,
} from '@moving-ground/run';
import { createHash } from 'node:crypto';
import type { CheckerEffects } from './checker-effects.ts';

export const bucket = 'ground';
export const startMs = Date.parse('2026-01-05T12:00:00Z');
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type World = {
  readonly effects: CheckerEffects;
  readonly storage: ObjectStorage;
  readonly clock: { nowMs: number };
  readonly warnings: readonly object[];
  readonly leasePlace: ObjectPlace;
};

export function fakes(written: object = {}): World {
  const clock = { nowMs: startMs };
  const warnings: object[] = [];
  const storage = createInMemoryStorage(() => clock.nowMs);
  const configuration = parseConfiguration(written, 'test');
  const effects: CheckerEffects = {
    storage,
    settings: {
      configuration,
      bucket,
      trainingImage: 'linear-learner:1',
      sageMakerRoleArn: 'arn:role',
      runPrefix: '',
      stage: undefined,
      keyArn: undefined,
      pollSeconds: 7,
    },
    now: () => clock.nowMs,
    log: { info: () => undefined, warn: (fields) => warnings.push(fields) },
  };
  const leasePlace = { bucket, key: objectKeys.lease(configuration.endpoint.name) };
  return { effects, storage, clock, warnings, leasePlace };
}

/** A batch whose last order closed in this minute of the day. */
export async function stage(
  storage: ObjectStorage,
  minute: number,
  change: Partial<Manifest> = {},
): Promise<Manifest> {
  const transactions = `id,profit\n${minute},1\n${minute + 1},0\n`;
  const prices = `time,bid,offer\n1,2,3\n`;
  const lastCloseMs = Date.parse('2026-01-05T00:00:00Z') + minute * 60_000;
  const batchId = batchIdOf(lastCloseMs, sha256(sha256(transactions) + sha256(prices)));
  const file = (key: string, text: string, rows: number) => ({
    key,
    sha256: sha256(text),
    bytes: text.length,
    rows,
  });
  const manifest: Manifest = {
    manifestVersion: 1,
    batchId,
    instrument: 'CS.D.BITCOIN.CFD.IP',
    transactions: file(objectKeys.transactions(batchId), transactions, 2),
    prices: file(objectKeys.prices(batchId), prices, 1),
    ordersStillOpen: 0,
    schemaVersion: '1',
    span: {
      firstOpenMs: 1,
      lastOpenMs: 2,
      firstCloseMs: 3,
      lastCloseMs,
      firstPriceMs: 1,
      lastPriceMs: lastCloseMs,
    },
    counts: { profit: 1, loss: 1, expired: 0 },
    exitPrice: 'offer',
    ...change,
  };
  await storage.put(bucket, manifest.transactions.key, transactions);
  await storage.put(bucket, manifest.prices.key, prices);
  await putJson(storage, { bucket, key: objectKeys.manifest(batchId) }, manifest);
  return manifest;
}

export const requestOf = ({ batchId }: Pick<Manifest, 'batchId'>, attempt = 1): CheckRequest => ({
  batchId,
  attempt,
  executionArn: `arn:execution:${runIdOf(batchId, attempt)}`,
  startedAt: new Date(startMs).toISOString(),
});

export function readyRun(answer: CheckAnswer): RunParameters {
  if (answer.verdict !== 'ready') throw new Error(`the answer was ${JSON.stringify(answer)}`);
  return answer.run;
}
