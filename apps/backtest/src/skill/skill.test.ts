import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { putJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { parseConfiguration } from '@moving-ground/configuration';
import { featureDim, featureSchemaOf } from '@moving-ground/feature-schema';
import { encodeArtifact } from '@moving-ground/formats';
import { JUDGE_DEFAULTS } from '@moving-ground/judge';
import { objectKeys, runIdOf, type RunId } from '@moving-ground/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomWalk } from '../null/random-walk.ts';
import { dealBatches, type DealtBatch } from '../walk/deal-batches.ts';
import { exportedBatch } from '../walk/exported-batch.ts';
import { deployedModels } from './deployed-models.ts';
import { KeptScores } from './kept-scores.ts';
import { scoreBatch } from './score-history.ts';
import { skillPage } from './skill-page.ts';
import { skillReport, type SkillReport } from './skill-report.ts';
import { storedBatches } from './stored-batches.ts';

const configuration = parseConfiguration(
  {
    features: { resolutions: [{ lags: 5, stepSeconds: 1 }] },
    batch: { size: 300 },
    bot: { ordersPerSecond: 1, takeProfit: 0.3, stopLoss: 0.3, maxHoldingSeconds: 600 },
  },
  'the test',
);
const schema = featureSchemaOf(configuration.features);
const judge = { ...JUDGE_DEFAULTS, windowSeconds: 5 };
const bucket = 'ground';

let folder: string;
let storage: ObjectStorage;
let batches: readonly DealtBatch[];
let ids: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-skill-'));
  storage = createInMemoryStorage();
  batches = dealBatches(randomWalk({ seconds: 2500, spread: 0.26, deviation: 0.1 }, 3), configuration);
  ids = [];
  for (const batch of batches) {
    const { batchId, transactionsCsv, pricesCsv } = await exportedBatch(batch, configuration, schema);
    ids.push(batchId);
    await storage.put(bucket, objectKeys.transactions(batchId), transactionsCsv);
    await storage.put(bucket, objectKeys.prices(batchId), pricesCsv);
    await putJson(storage, { bucket, key: objectKeys.manifest(batchId) }, { batchId });
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What a run leaves behind that promoted a model after a batch. */
async function promote(number: number, schemaHash: string = schema.hash): Promise<RunId> {
  const runId = runIdOf(ids[number] ?? '', 1);
  const key = `${objectKeys.models(runId)}model.tar.gz`;
  const weights = new Float32Array(featureDim(schema)).fill(number % 2 === 0 ? 1 : -1);
  const shape = { threshold: 0.5, lossType: 'logistic', fBeta: 1, positiveExampleWeightMult: 1 } as const;
  await storage.put(bucket, key, gzipSync(encodeArtifact({ weights, bias: 0, ...shape })));
  const champion = { runId, modelDataUrl: `s3://${bucket}/${key}`, schemaHash };
  const times = { dataEndMs: batches[number]?.lastCloseMs, promotedAtMs: number };
  await putJson(storage, { bucket, key: objectKeys.runChampion(runId) }, { ...champion, ...times });
  return runId;
}

async function judged(): Promise<SkillReport> {
  const place = { storage, bucket };
  const { models, leftOut, removed } = await deployedModels(place, schema.hash);
  const kept = new KeptScores(join(folder, 'kept'));
  for (const batch of await storedBatches(place, (batchId) => !kept.has(batchId))) {
    const scored = scoreBatch(batch, { models, schema, ages: [1] });
    if (scored) kept.put(scored);
  }
  const facts = {
    bucket,
    schemaHash: schema.hash,
    paperLabel: true,
    models: models.length,
    removed,
    leftOut,
  };
  return skillReport(facts, kept.history(), judge);
}

describe('the skill of what is deployed', () => {
  it('is judged on orders that were opened after everything the model had learned from was over', async () => {
    const first = await promote(0);
    const { batches: steps, roles } = await judged();
    expect(batches.length).toBeGreaterThan(3);
    expect(steps.map(({ batchId, servedBy }) => [batchId, servedBy])).toEqual(
      ids.slice(1).map((id) => [id, first]),
    );
    const later = batches[1]!.transactions.filter(({ openTimeMs }) => openTimeMs > batches[0]!.lastCloseMs);
    expect(steps[0]).toMatchObject({ scored: later.length, openedTooEarly: 300 - later.length });
    expect(later.length).toBeLessThan(300);
    expect(roles[0]).toMatchObject({
      role: 'served',
      skill: { rows: steps.reduce((sum, s) => sum + s.scored, 0) },
    });
  });

  it('is that of the newest model that was there before, with older ones and always buying beside it', async () => {
    const [first, second] = [await promote(0), await promote(1)];
    const { batches: steps, roles } = await judged();
    expect(steps.map(({ servedBy }) => servedBy)).toEqual([first, ...ids.slice(2).map(() => second)]);
    expect(roles.map(({ role, batches: count }) => [role, count])).toEqual([
      ['served', ids.length - 1],
      ['always buy', ids.length - 1],
      ['champion 1 ago', ids.length - 2],
    ]);
    expect(roles.find(({ role }) => role === 'always buy')?.skill.difference).toBe(0);
  });

  it('remembers batches and models that retention has removed since', async () => {
    await promote(0);
    const before = await judged();
    for await (const { key } of storage.list(bucket, ''))
      if (!key.startsWith('runs/')) await storage.delete(bucket, key);
    const after = await judged();
    expect(after).toMatchObject({ models: 0, removed: 1, batches: before.batches });
    expect(after.roles).toEqual(before.roles);
  });

  it('leaves models of other columns out, and says so on the page', async () => {
    await promote(0);
    await promote(1, 'other');
    const report = await judged();
    expect(report.leftOut).toEqual([expect.stringContaining('schema other')]);
    expect(skillPage(report)).toContain('was trained on other columns');
    expect(skillPage(report)).toContain('Does what is deployed know anything? Cannot tell');
  });
});
