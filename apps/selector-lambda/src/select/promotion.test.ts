import { getJson, putJson } from '@moving-ground/aws-clients/s3';
import { encodeRecords, readScores } from '@moving-ground/formats';
import { parseConfiguration } from '@moving-ground/configuration';
import { objectKeys, type SelectAnswer } from '@moving-ground/run';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { endpointIn } from '../fake-sage-maker.fixture.ts';
import { select } from '../handler.ts';
import {
  batchId,
  bucket,
  champion,
  championPlace,
  championRun,
  fakes,
  job,
  request,
  runId,
  type Fakes,
} from '../selector-world.fixture.ts';
import { articleJobs } from '../article-jobs.fixture.ts';
import { artifactKnowing, ROWS, WIDTH } from '../test-part.fixture.ts';
import type { DecisionRecord } from './decision-record.ts';

const championKey = champion.modelDataUrl.replace(`s3://${bucket}/`, '');
const challengerName = job(2, 0, 0).trainingJobName;
const challengerKey = job(2, 0, 0).modelDataUrl.replace(`s3://${bucket}/`, '');

/** A world with a champion whose artifact knows so much. */
async function withChampion(weight: number, changed: Partial<typeof champion> = {}): Promise<Fakes> {
  const found = await fakes({ endpoint: endpointIn('InService') });
  await putJson(found.storage, championPlace, { ...champion, ...changed });
  await found.storage.put(bucket, championKey, artifactKnowing(weight));
  return found;
}

async function decided({
  effects,
  storage,
}: Fakes): Promise<{ answer: SelectAnswer; record: DecisionRecord }> {
  const answer = await select(request, undefined, effects);
  const record = await getJson(storage, { bucket, key: answer.decisionKey });
  return { answer, record: record?.value as DecisionRecord };
}

describe('a challenger beside the champion', () => {
  it('is promoted when it is as good: freshness is the prior', async () => {
    const { answer, record } = await decided(await withChampion(1));
    expect(answer).toMatchObject({ verdict: 'promote', modelName: challengerName });
    expect(record.comparison).toMatchObject({
      verdict: 'not-worse',
      rows: ROWS,
      // A fifth of the rows would be 8: minSupport is 20.
      flaggedRows: 20,
      challenger: { source: 'artifact', precision: 1, expectancy: 9 },
      champion: { source: 'artifact', precision: 1, expectancy: 9 },
    });
    expect(record).toMatchObject({ champion: { runId: championRun }, test: { evidence: 'enough' } });
  });

  it('is not when it is worse by more than the margin, and the record has the numbers of both', async () => {
    const world = await withChampion(3);
    await world.storage.put(bucket, challengerKey, artifactKnowing(-1));
    const { answer, record } = await decided(world);
    expect(answer).toEqual({
      verdict: 'retain',
      reason: expect.stringContaining(
        'the challenger is worse than the champion by more than the margin',
      ) as string,
      decisionKey: objectKeys.runDecision(runId),
    });
    expect(record).toMatchObject({
      promoted: null,
      challenger: challengerName,
      comparison: {
        verdict: 'worse',
        worseIn: ['precision', 'expectancy', 'logLoss'],
        challenger: { precision: 0, expectancy: -11 },
        champion: { precision: 1, expectancy: 9 },
        margins: { precision: 0.1, expectancy: 2, logLoss: 0.05 },
      },
      dataSpan: { firstOpenMs: expect.any(Number) as number, lastCloseMs: expect.any(Number) as number },
    });
  });

  it('is promoted beside a champion of another schema, whose artifact is not even asked for', async () => {
    const world = await withChampion(3, { schemaHash: 'another' });
    await world.storage.put(bucket, championKey, 'nothing to read');
    await world.storage.put(bucket, challengerKey, artifactKnowing(-1));
    const { answer, record } = await decided(world);
    expect(answer.verdict).toBe('promote');
    expect(record.comparison).toMatchObject({ verdict: 'not-comparable', champion: null });
    expect(record.reason).toContain('another schema hash');
    expect(record.scores?.champion).toBeNull();
  });

  it('leaves the scores of both, each row with its order', async () => {
    const world = await withChampion(2);
    const { record } = await decided(world);
    expect(record.scores).toMatchObject({ key: objectKeys.runTestScores(runId), rows: ROWS });
    const packed = await world.storage.get(bucket, objectKeys.runTestScores(runId));
    const text = gunzipSync(packed?.body ?? new Uint8Array());
    async function* once(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(text);
    }
    const [rows = []] = await Array.fromAsync(readScores(once(), 'scores'));
    const logistic = (x: number): number => Math.fround(1 / (1 + Math.exp(-x)));
    expect(rows[1]).toMatchObject({
      outcome: 'profit',
      actualProfit: 9,
      challenger: { score: logistic(1), predictedLabel: 1 },
      champion: { score: logistic(2), predictedLabel: 1 },
    });
    expect(rows[0]).toMatchObject({ outcome: 'loss', challenger: { predictedLabel: 0 } });
  });
});

describe('an artifact that cannot be read', () => {
  const service = { 'validation:precision': 0.8, 'validation:recall': 0.4 };

  it.each([
    ['is not there', undefined, 'there is no such object'],
    ['is not packed', new TextEncoder().encode('hello'), 'it cannot be unpacked'],
    ['holds something else', gzipSync('x'.repeat(1024)), 'is no Linear Learner'],
    ['is of another width', artifactKnowing(1, { weights: new Float32Array(7) }), 'it has 7 weights'],
    ['has a weight that is none', artifactKnowing(1, { bias: NaN }), 'a weight is not finite'],
  ])('since it %s leaves the challenger with what the service measured', async (_, artifact, why) => {
    const world = await withChampion(1);
    await world.storage.delete(bucket, challengerKey);
    if (artifact) await world.storage.put(bucket, challengerKey, artifact);
    world.world.jobs[1] = {
      ...job(2, 0.8, 0.4),
      metrics: { ...service, 'test:precision': 0.5, 'test:recall': 0.5 },
    };
    const { answer, record } = await decided(world);
    // The service's 20 flagged rows of precision 0.5 against the champion's best 20.
    expect(record.comparison).toMatchObject({
      flaggedRows: 20,
      worseIn: ['precision'],
      challenger: { source: 'service', precision: 0.5, refusal: expect.stringContaining(why) as string },
      champion: { source: 'artifact', precision: 1 },
    });
    expect(record.comparison?.challenger.refusal).toMatch(/^UnknownArtifact: /);
    expect(answer.verdict).toBe('retain');
    expect(answer.reason).toContain("of the challenger only the service's own metrics are known");
  });

  it("leaves the champion with what the service measured when it was chosen, and doesn't stop a run", async () => {
    const world = await withChampion(1);
    await world.storage.put(bucket, championKey, 'broken');
    const candidates = [
      { trainingJobName: 'earlier', metrics: { 'test:precision': 0.9, 'test:recall': null } },
    ];
    await putJson(world.storage, { bucket, key: objectKeys.runDecision(championRun) }, { candidates });
    const { record } = await decided(world);
    expect(record.comparison).toMatchObject({
      verdict: 'not-worse',
      challenger: { source: 'artifact', precision: 1 },
      champion: { source: 'service', precision: 0.9 },
    });
    expect(record.scores?.champion).toMatchObject({ metrics: { 'test:precision': 0.9 } });
  });

  it.each([undefined, { candidates: 'none' }])(
    'and whose decision is gone or broken leaves nothing to compare: %j',
    async (earlier) => {
      const world = await withChampion(1);
      await world.storage.put(bucket, championKey, 'broken');
      const place = { bucket, key: objectKeys.runDecision(championRun) };
      if (earlier) await putJson(world.storage, place, earlier);
      const { record } = await decided(world);
      expect(record).toMatchObject({ verdict: 'promote', comparison: { verdict: 'not-comparable' } });
    },
  );
});

describe('a test part that contradicts itself decides nothing', () => {
  const outcomes = objectKeys.testOutcomes(batchId);
  const part = objectKeys.datasetFile(batchId, 'test', 0);
  const rows = (labels: readonly number[]): Uint8Array =>
    encodeRecords({
      features: new Float32Array(labels.length * WIDTH),
      labels: Float32Array.from(labels),
      featureDim: WIDTH,
    });

  it.each([
    ['has no outcomes', outcomes, undefined, `${outcomes} is not there`],
    ['has no rows', part, undefined, `${part} is not there`],
    ['has fewer rows', part, rows([0, 1]), `${outcomes} has 40 orders, the test part 2 rows`],
    [
      'has other labels',
      part,
      rows(Array<number>(ROWS).fill(1)),
      'is a loss, row 0 of the test part is none',
    ],
    ['is damaged', part, new Uint8Array(64), 'record 0'],
  ])('when it %s', async (_, key, content, message) => {
    const { effects, storage } = await fakes();
    await storage.delete(bucket, key);
    if (content) await storage.put(bucket, key, content);
    await expect(select(request, undefined, effects)).rejects.toThrow(message);
    expect(await storage.head(bucket, objectKeys.runDecision(runId))).toBeUndefined();
  });
});

describe("the article's ten jobs", () => {
  const world = async (written: object): Promise<Fakes> => {
    const found = await fakes({ jobs: articleJobs(), endpoint: endpointIn('InService') });
    await putJson(found.storage, championPlace, champion);
    await found.storage.put(bucket, championKey, artifactKnowing(1));
    const configuration = parseConfiguration(written, 'test');
    return {
      ...found,
      effects: { ...found.effects, settings: { ...found.effects.settings, configuration } },
    };
  };

  it.each([{}, { preset: 'article', promotion: { policy: 'gate' } }])(
    'leave the champion by default, the reason with the numbers that were published: %j',
    async (written) => {
      const { answer, record } = await decided(await world(written));
      expect(answer.verdict).toBe('retain');
      const ownPart = record.judged.part;
      expect(answer.reason).toContain(
        ownPart === 'test'
          ? 'its test:recall was 0.017, below minRecall 0.05'
          : 'it has no validation:recall',
      );
      expect(record.candidates).toHaveLength(10);
    },
  );

  it('are deployed by the preset that is the article to the letter', async () => {
    const { answer, record } = await decided(await world({ preset: 'article' }));
    expect(answer).toMatchObject({ verdict: 'promote', modelName: articleJobs()[5]?.trainingJobName });
    expect(record.warnings).toContainEqual(
      expect.stringContaining('its test:recall was 0.017, below minRecall 0.05'),
    );
  });
});
