import { featureDim } from '@moving-ground/feature-schema';
import type { StoredTick } from '@moving-ground/market';
import { scoreRows } from '@moving-ground/serve';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PublishedEvent } from './publish/journal.ts';
import type { Summary } from './publish/summary.ts';
import type { Followed, Reading } from './reading.ts';
import { PresentRow } from './row/present-row.ts';
import { Program } from './trial/program.fixture.ts';
import { TrialCloud } from './trial/trial-cloud.fixture.ts';
import { configuration, schema, trainedOn, walk, type Trained } from './trial/trial-market.fixture.ts';
import { Pump, TrialScorer } from './trial/trial-scorer.fixture.ts';

const MAIN = 'apps/live-scorer/src/main.ts';
const FIRST = '20260105t101000-00000001-1';
const SECOND = '20260105t102000-00000002-1';
const THIRD = '20260105t103000-00000003-1';
const HISTORY = 2400;
const ticks = walk(20_000, 7);

let cloud: TrialCloud;
let trained: Trained;
let pump: Pump;
let scorer: TrialScorer;
let stores = 0;

beforeAll(async () => {
  cloud = await TrialCloud.begin();
  trained = await trainedOn(ticks.slice(0, HISTORY));
}, 120_000);

afterAll(async () => {
  await cloud.end();
}, 60_000);

const crown = (runId: string, changes: { schemaHash?: string; dataEndMs?: number } = {}): Promise<void> =>
  cloud.crown(runId, { dataEndMs: trained.dataEndMs, ...changes });

function freshPump(told: readonly StoredTick[] = ticks): Pump {
  const folder = join(cloud.folder, 'stores');
  mkdirSync(folder, { recursive: true });
  return new Pump(join(folder, `${stores++}.sqlite`), told);
}

/** The row that the scorer had at this reading's tick, made anew. */
function rowAt({ tick }: Reading): Float32Array {
  const row = new PresentRow(schema);
  const timeMs = tick?.timeMs ?? 0;
  for (const given of pump.given) if (given.timeMs <= timeMs) row.accept(given);
  return row.row() as Float32Array;
}

/** The first events that a reader gets who comes with this id; what it has missed would be one of them. */
async function eventsAfter(lastId: string | undefined, count: number): Promise<readonly PublishedEvent[]> {
  const events: PublishedEvent[] = [];
  for await (const event of scorer.events(lastId)) {
    events.push(event as PublishedEvent);
    if (events.length === count) break;
  }
  return events;
}

/** What stood behind the endpoint, one after the other, from this event on. */
async function modelsUntil(last: string, lastId: string): Promise<readonly string[]> {
  const models: string[] = [];
  for await (const event of scorer.events(lastId)) {
    if (event.kind === 'model') models.push(event.data.now);
    if (models.at(-1) === last) break;
  }
  return models;
}

const isScore = (reading: Reading): boolean => reading.state === 'score';
const is =
  (state: Reading['state']) =>
  (reading: Reading): boolean =>
    reading.state === state;

describe('without an endpoint', { timeout: 60_000 }, () => {
  it('says that there is none, gives no score, and follows the market', async () => {
    pump = freshPump();
    await pump.give(HISTORY);
    scorer = await TrialScorer.begin(cloud, pump.store);
    const reading = await scorer.reading(is('no-model'));
    expect(reading).toMatchObject({ reason: 'there is no endpoint moving-ground', model: null });
    expect(reading.tick?.timeMs).toBe(ticks[HISTORY - 1]?.timeMs);
    await scorer.end();
    await pump.end();
  });

  it('says so too while a first model stands there that no run has verified', async () => {
    await cloud.deploy(FIRST, trained);
    pump = freshPump();
    scorer = await TrialScorer.begin(cloud, pump.store);
    expect(await scorer.reading(is('model-changing'))).toMatchObject({
      reason: 'endpoint moving-ground has no champion recorded yet',
    });
    expect(scorer.front.calls).toBe(0);
    await scorer.end();
    await pump.end();
  });
});

describe('a live scorer beside a streamer', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    await cloud.deploy(FIRST, trained);
    await crown(FIRST);
    pump = freshPump();
    await pump.give(HISTORY);
    scorer = await TrialScorer.begin(cloud, pump.store);
    pump.start();
  }, 60_000);

  afterEach(async () => {
    await scorer.end();
    await pump.end();
  }, 60_000);

  it('scores the newest price as the model does, with the model’s name', async () => {
    // On a machine that stands still for a moment the feed is mute for it.
    const reading = await scorer.reading((one) => isScore(one) && one.flags.stale.length === 0);
    const [expected] = scoreRows(trained.model, rowAt(reading), 1);
    expect(reading).toMatchObject({
      ...expected,
      model: { runId: FIRST, modelName: FIRST, endpointConfigName: FIRST, isUpdating: false },
      flags: { stale: [], gap: null },
    });
    const now = await scorer.get<{ state: string; ageMs: number }>('/now');
    expect(now.ageMs).toBeLessThan(3001);
  });

  it('follows each score up with what the bot’s order would have done', async () => {
    const outcomes: Followed[] = [];
    for await (const event of scorer.events()) {
      if (event.kind === 'outcome') outcomes.push(event.data);
      if (outcomes.length === 8) break;
    }
    const recent = await scorer.recent();
    for (const outcome of outcomes) {
      const told = recent.find(({ id }) => id === outcome.readingId);
      expect(told?.reading).toMatchObject({
        state: 'score',
        score: outcome.score,
        tick: { timeMs: outcome.openTimeMs, offer: outcome.openPrice },
      });
      expect(told?.outcome).toEqual(outcome);
      expect(outcome).toMatchObject(outcomeByDefinition(outcome.openTimeMs));
    }
  });

  it('tells an endpoint that is dead, and scores again when it is back', async () => {
    await scorer.reading(isScore);
    scorer.front.isDead = true;
    const failed = await scorer.reading(is('endpoint-failed'));
    expect(failed).not.toHaveProperty('score');
    expect(await scorer.get('/now')).not.toHaveProperty('score');
    scorer.front.isDead = false;
    await scorer.reading(isScore);
  });

  it('throws a slow answer away, and never has two calls in flight', async () => {
    await scorer.reading(isScore);
    const hold = Promise.withResolvers<undefined>();
    scorer.front.held = hold.promise;
    const slow = await scorer.reading(is('endpoint-slow'));
    expect(slow).not.toHaveProperty('score');
    await scorer.reading((reading) => reading.state === 'endpoint-slow' && reading.waitedMs > 400);
    const { calls } = scorer.front;
    const before = await scorer.recent();
    scorer.front.held = undefined;
    hold.resolve(undefined);
    const next = await scorer.reading(isScore);
    expect(scorer.front.mostAtOnce).toBe(1);
    expect(scorer.front.calls).toBeGreaterThan(calls);
    // The late answer's own tick has no score.
    const slowTicks = before.filter(({ reading }) => reading.state === 'endpoint-slow');
    expect(slowTicks.length).toBeGreaterThan(1);
    expect(next.tick?.timeMs).toBeGreaterThan(slow.tick?.timeMs ?? Infinity);
    const scoredTicks = (await scorer.recent()).filter(({ reading }) => isScore(reading));
    expect(scoredTicks.map(({ reading }) => reading.tick?.timeMs)).not.toContain(slow.tick?.timeMs);
  });

  it('asks nothing of a model that was trained on other columns', async () => {
    await scorer.reading(isScore);
    await crown(FIRST, { schemaHash: 'f'.repeat(64) });
    const reading = await scorer.reading(is('schema-differs'));
    expect(reading).toMatchObject({ model: null });
    expect('reason' in reading && reading.reason).toContain(`the schema hash of model ${FIRST}`);
    const { calls } = scorer.front;
    await scorer.reading(is('schema-differs'));
    await scorer.reading(is('schema-differs'));
    expect(scorer.front.calls).toBe(calls);
  });

  it('says that the prices have stopped instead of showing the last score', async () => {
    await scorer.reading(isScore);
    pump.pause();
    const quiet = await scorer.reading(is('no-new-price'));
    expect(quiet).not.toHaveProperty('score');
    const mute = await scorer.reading(({ flags }) => flags.stale.includes('feed-mute'));
    expect(mute.state).toBe('no-new-price');
    pump.start();
    await scorer.reading((reading) => isScore(reading) && reading.flags.stale.length === 0);
  });

  it('knows which features the model has never seen, and how live rows differ from training rows', async () => {
    const reading = await scorer.reading(({ flags }) => flags.novel !== null);
    expect(reading.flags.novel).toBeLessThanOrEqual(featureDim(schema));
    const summary = await scorer.get<Summary>('/summary');
    expect(summary.drift).toMatchObject({ trainRows: trained.rows });
    expect(JSON.stringify(summary.drift)).toContain('"column":"lag_1s_20","stabilityIndex":');
    expect(summary.promised).toMatchObject({ part: 'validation', precision: 0.55, paperLabel: true });
  });

  it('resumes its events after the last one that a reader has seen', async () => {
    const seen = await eventsAfter(undefined, 6);
    const resumed = await eventsAfter(seen[1]?.id, 4);
    expect(seen.every(({ id }) => id)).toBe(true);
    expect(resumed).toEqual(seen.slice(2));
  });
});

describe('a change of model', { timeout: 60_000 }, () => {
  it('is told as itself until the new champion is recorded', async () => {
    await cloud.deploy(FIRST, trained);
    await crown(FIRST);
    pump = freshPump();
    await pump.give(HISTORY);
    scorer = await TrialScorer.begin(cloud, pump.store);
    pump.start();
    await scorer.reading(isScore);
    const other = { ...trained.model, bias: trained.model.bias + 1 };
    await cloud.deploy(SECOND, { model: other, train: trained.train });
    const reason = `the endpoint serves ${SECOND}, the champion is ${FIRST}`;
    const changing = await scorer.reading((reading) => 'reason' in reading && reading.reason === reason);
    expect(changing).toMatchObject({ state: 'model-changing', model: null });
    const { calls } = scorer.front;
    await scorer.reading(is('model-changing'));
    expect(scorer.front.calls).toBe(calls);
    await crown(SECOND);
    const scored = await scorer.reading(isScore);
    const [expected] = scoreRows(other, rowAt(scored), 1);
    expect(scored).toMatchObject({ ...expected, model: { runId: SECOND } });
    const models = await modelsUntil(SECOND, scored.id.replace(/\d+$/, '0'));
    expect(models[0]).toBe(FIRST);
    expect(models.some((now) => now.startsWith('model-changing'))).toBe(true);
    await scorer.end();
    await pump.end();
  });
});

describe('a model past its expiry', { timeout: 60_000 }, () => {
  it('has its answers marked stale, a warning once, and the metric that an alarm is made of', async () => {
    await cloud.deploy(THIRD, trained);
    await crown(THIRD, { dataEndMs: trained.dataEndMs - 3_600_000 });
    pump = freshPump();
    await pump.give(HISTORY);
    scorer = await TrialScorer.begin(cloud, pump.store, { expiryMs: 3_600_000 });
    pump.start();
    const reading = await scorer.reading(isScore);
    expect(reading.flags.stale).toContain('model-expired');
    await scorer.reading(() => scorer.lines.some((line) => line['ModelExpired'] === 1));
    const told = scorer.lines.filter(({ event }) => event === 'model-expired');
    expect(told).toEqual([{ event: 'model-expired', expired: true, endpoint: 'moving-ground' }]);
    const metrics = scorer.lines.find((line) => line['ModelExpired'] === 1);
    expect(metrics).toMatchObject({
      event: 'live-metrics',
      Endpoint: 'moving-ground',
      expired: true,
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'MovingGround/LiveScorer',
            Dimensions: [['Endpoint']],
            Metrics: expect.arrayContaining([{ Name: 'ModelExpired', Unit: 'None' }]) as unknown,
          },
        ],
      },
    });
    await crown(THIRD, { dataEndMs: (pump.given.at(-1) as StoredTick).timeMs });
    await scorer.reading(({ flags }) => !flags.stale.includes('model-expired'));
    await scorer.end();
    await pump.end();
  });
});

describe('a restart', { timeout: 60_000 }, () => {
  it('scores the first new price, and a store without history is waited for', async () => {
    await cloud.deploy(FIRST, trained);
    await crown(FIRST);
    pump = freshPump();
    await pump.give(HISTORY);
    scorer = await TrialScorer.begin(cloud, pump.store);
    await scorer.reading(is('no-new-price'));
    pump.start();
    await scorer.reading(isScore);
    const states = new Set((await scorer.recent()).map(({ reading }) => reading.state));
    expect(states).not.toContain('no-row');
    await scorer.end();
    await pump.end();

    pump = freshPump();
    scorer = await TrialScorer.begin(cloud, pump.store);
    await scorer.reading(is('no-price'));
    pump.start();
    const first = await scorer.reading(is('no-row'));
    expect(first).toMatchObject({ reason: 'shortHistory', flags: { gap: 'shortHistory' } });
    await scorer.reading(isScore);
    await scorer.end();
    await pump.end();
  });

  it('after a silence that no price bridges has no row until there is a window again', async () => {
    await cloud.deploy(FIRST, trained);
    await crown(FIRST);
    const late = ticks.slice(HISTORY).map((tick) => ({ ...tick, timeMs: tick.timeMs + 60_000 }));
    pump = freshPump([...ticks.slice(0, HISTORY), ...late]);
    await pump.give(HISTORY);
    scorer = await TrialScorer.begin(cloud, pump.store);
    pump.start();
    expect(await scorer.reading(is('no-row'))).toMatchObject({ reason: 'gap', flags: { gap: 'gap' } });
    await scorer.reading(isScore);
    await scorer.end();
    await pump.end();
  });
});

describe('the program', { timeout: 60_000 }, () => {
  const environment = (store: string): Readonly<Record<string, string>> => ({
    ...cloud.environment,
    GROUND_CONFIGURATION: JSON.stringify(configuration),
    GROUND_BUCKET: cloud.bucket,
    GROUND_STORE: store,
    GROUND_LIVE_PORT: '0',
  });

  it('scores once a second from a store that another process writes, and ends cleanly on SIGTERM', async () => {
    await cloud.deploy(FIRST, trained);
    await crown(FIRST);
    pump = freshPump();
    await pump.give(HISTORY);
    const program = new Program(MAIN, environment(join(cloud.folder, 'stores', `${stores - 1}.sqlite`)));
    const { url } = await program.event('live-scorer-ready');
    pump.start();
    const answer = await fetch(`${String(url)}/events`);
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if ((text.match(/"state":"score"/g) ?? []).length === 3) break;
    }
    expect(text).toContain(`"runId":"${FIRST}"`);
    const { code, output } = await program.end('SIGTERM');
    expect({ code, output: output.includes('live-scorer:') }).toEqual({ code: 0, output: false });
    await pump.end();
  });

  it('waits for the streamer to make its store, and ends while it waits', async () => {
    const path = join(cloud.folder, 'none', 'market.sqlite');
    const program = new Program(MAIN, environment(path));
    expect(await program.event('waiting-for-store')).toMatchObject({ path });
    expect((await program.end('SIGINT')).code).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it('ends with one sentence when it cannot work, and without the password in it', async () => {
    const program = new Program(MAIN, {
      ...environment(''),
      GROUND_STORE: 'x',
      MONGODB_URI: 'mongodb://ground:geheim@127.0.0.1:1/?serverSelectionTimeoutMS=100',
    });
    const { code, output } = await program.ended;
    expect(code).toBe(1);
    expect(output).toMatch(/^live-scorer: the MongoDB store cannot be used: /);
    expect(output).not.toContain('geheim');
  });
});

/** What a buy at this tick does: the first tick after it that reaches a barrier, or is twenty seconds later. */
function outcomeByDefinition(openTimeMs: number): Partial<Followed> {
  const at = ticks.findIndex(({ timeMs }) => timeMs === openTimeMs);
  const { takeProfit, stopLoss, maxHoldingSeconds } = configuration.bot;
  const open = ticks[at] as StoredTick;
  const close = ticks.slice(at + 1).find(({ timeMs, offer }) => {
    const isOver = timeMs - openTimeMs >= (maxHoldingSeconds ?? Infinity) * 1000;
    return isOver || offer >= open.offer + takeProfit || offer <= open.offer - stopLoss;
  }) as StoredTick;
  const isExpired = close.timeMs - openTimeMs >= (maxHoldingSeconds ?? Infinity) * 1000;
  const isUp = close.offer > open.offer;
  const exit = isExpired ? 'expired' : isUp ? 'take-profit' : 'stop-loss';
  return {
    closeTimeMs: close.timeMs,
    exit,
    outcome: isUp ? 'profit' : 'loss',
    actualProfit: close.bid - open.offer,
  };
}
