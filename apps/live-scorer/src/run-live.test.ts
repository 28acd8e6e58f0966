import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { putJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { StoredTick } from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PublishedEvent } from './publish/journal.ts';
import type { Summary } from './publish/summary.ts';
import type { Followed } from './reading.ts';
import { runLive, type LiveParts } from './run-live.ts';
import { configuration, schema, walk } from './trial/trial-market.fixture.ts';

const OLD = '20260105t101000-00000001-1';
const NEW = '20260105t102000-00000002-1';
const bucket = 'ground';
/** Barriers that the next tick or two reach. */
const bot = { ...configuration.bot, takeProfit: 0.1, stopLoss: 0.1 };

/** An endpoint, its record and a market, all in memory; a clock that counts how often it is looked at. */
class Stage {
  readonly storage: ObjectStorage = createInMemoryStorage();
  readonly ticks: StoredTick[] = walk(200, 5);
  readonly looksAt: { readonly clock: number; readonly config: string }[] = [];
  endpoint = { status: 'InService', endpointConfigName: OLD };
  /** A call waits for it. */
  held: Promise<unknown> | undefined;
  lookEveryMs = 5;
  calls = 0;
  clock = 0;
  url = '';
  readonly #stopping = new AbortController();
  readonly #coming = walk(40_000, 5).slice(200);
  #ended: Promise<void> = Promise.resolve();
  #pump: NodeJS.Timeout | undefined;

  async begin(): Promise<void> {
    const ready = Promise.withResolvers<string>();
    const log = (fields: object): void => {
      if ('url' in fields) ready.resolve(String(fields.url));
    };
    this.#ended = runLive({ ...this.#parts(), log: { info: log, warn: log } }, this.#stopping.signal);
    this.#ended.catch((error: unknown) => {
      ready.reject(error);
    });
    this.url = await ready.promise;
    this.#pump = setInterval(() => this.ticks.push(...this.#coming.splice(0, 1)), 2);
  }

  async end(): Promise<void> {
    clearInterval(this.#pump);
    this.#stopping.abort();
    await this.#ended;
  }

  crown(runId: string): Promise<unknown> {
    const champion = {
      runId,
      modelName: runId,
      endpointName: configuration.endpoint.name,
      endpointConfigName: runId,
      schemaHash: schema.hash,
      dataEndMs: 0,
    };
    return putJson(this.storage, { bucket, key: 'models/champion.json' }, champion);
  }

  /** All that was published until now. */
  async events(): Promise<readonly PublishedEvent[]> {
    const { id: newest } = (await (await fetch(`${this.url}/now`)).json()) as { id?: string };
    // Before its first reading there is none, and no event to wait for.
    if (newest === undefined) return [];
    const stop = new AbortController();
    const headers = { 'last-event-id': '1-0' };
    const answer = await fetch(`${this.url}/events`, { headers, signal: stop.signal });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      if (text.slice(0, text.lastIndexOf('\n\n')).includes(`id: ${newest}\n`)) break;
    }
    stop.abort();
    const frames = [...text.matchAll(/^event: (reading|outcome|model)\ndata: (.*)\n\n/gm)];
    return frames.map(
      ([, kind, data]) => ({ kind, data: JSON.parse(data ?? '') as unknown }) as PublishedEvent,
    );
  }

  async summary(): Promise<Summary> {
    return (await (await fetch(`${this.url}/summary`)).json()) as Summary;
  }

  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isSo())) await pause(5);
  }

  #parts(): Omit<LiveParts, 'log'> {
    return {
      settings: {
        configuration: { ...configuration, bot },
        bucket,
        store: { sqlitePath: '' },
        address: { host: '127.0.0.1', port: 0 },
        expiryMs: 1e15,
        muteAfterMs: 60_000,
        deadlineMs: 10_000,
        stage: undefined,
        logLevel: 'info',
      },
      schema,
      store: {
        lastTick: async () => this.ticks.at(-1),
        ticksBetween: async function* (this: Stage, fromMs: number, toMs: number) {
          yield this.ticks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
        }.bind(this),
      },
      storage: this.storage,
      describeEndpoint: async () => {
        this.looksAt.push({ clock: this.clock, config: this.endpoint.endpointConfigName });
        return { ...this.endpoint };
      },
      runtime: {
        invoke: async ({ signal }) => {
          this.calls += 1;
          const givenUp = new Promise<void>((done) => {
            signal?.addEventListener('abort', () => done());
          });
          await (this.held && Promise.race([this.held, givenUp]));
          return new TextEncoder().encode('{"predictions": [{"score": 0.9, "predicted_label": 1}]}');
        },
      },
      bucket,
      nowMs: () => ++this.clock,
      steadyMs: () => performance.now(),
      timing: {
        everyMs: 5,
        pollMs: 2,
        lookEveryMs: this.lookEveryMs,
        believedMs: 60_000,
        giveUpMs: 20_000,
        metricsMs: 60_000,
      },
    };
  }
}

let stage: Stage;

beforeEach(async () => {
  stage = new Stage();
  await stage.crown(OLD);
});

afterEach(() => stage.end());

const closedOf = async (runId: string): Promise<number> => {
  const { model, live, earlier } = await stage.summary();
  if (model?.runId === runId) return live?.closed ?? 0;
  return earlier.find((one) => one.runId === runId)?.live.closed ?? 0;
};

const outcomes = async (): Promise<readonly Followed[]> =>
  (await stage.events()).flatMap(({ kind, data }) => (kind === 'outcome' ? [data] : []));

describe('an answer that comes after the model was changed', { timeout: 180_000 }, () => {
  it('is told as a change, and neither as a score nor as evidence', async () => {
    const hold = Promise.withResolvers<undefined>();
    stage.held = hold.promise;
    await stage.begin();
    await stage.until(() => stage.calls === 1);
    stage.endpoint.endpointConfigName = NEW;
    await stage.crown(NEW);
    await stage.until(async () => (await stage.summary()).model?.runId === NEW);
    stage.held = new Promise(() => undefined);
    hold.resolve(undefined);
    await stage.until(() => stage.calls === 2);
    const readings = (await stage.events()).filter(({ kind }) => kind === 'reading');
    expect(readings.at(-1)?.data).toMatchObject({
      state: 'model-changing',
      reason: 'the model changed while the answer was on its way',
    });
    expect(JSON.stringify(readings)).not.toContain('"state":"score"');
    expect(await closedOf(OLD)).toBe(0);
  });
});

describe('scores that another model may have given', { timeout: 180_000 }, () => {
  it('since the last look that saw the same one are taken out of its evidence', async () => {
    stage.lookEveryMs = 600;
    await stage.begin();
    const isOfLastLook = ({ askedAtMs }: Followed): boolean =>
      askedAtMs > (stage.looksAt.at(-1)?.clock ?? NaN);
    await stage.until(async () => (await outcomes()).length > 20 && (await outcomes()).some(isOfLastLook));
    stage.endpoint.endpointConfigName = NEW;
    await stage.crown(NEW);
    await stage.until(async () => (await stage.summary()).model?.runId === NEW);
    const sinceMs = stage.looksAt.findLast(({ config }) => config === OLD)?.clock ?? NaN;
    const ofOld = (await outcomes()).filter(({ runId }) => runId === OLD);
    const certain = ofOld.filter(({ askedAtMs }) => askedAtMs < sinceMs);
    expect(ofOld.length).toBeGreaterThan(certain.length);
    expect(await closedOf(OLD)).toBe(certain.length);
  });

  it('while the endpoint is being updated are shown, and nobody’s evidence', async () => {
    stage.endpoint.status = 'Updating';
    await stage.begin();
    await stage.until(async () => ((await stage.summary()).seconds.score ?? 0) > 20);
    expect(await stage.summary()).toMatchObject({
      model: { isUpdating: true },
      open: 0,
      live: { closed: 0 },
    });
    stage.endpoint.status = 'InService';
    await stage.until(async () => (await closedOf(OLD)) > 0);
  });
});
