import { createEndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import type { MarketStore, StoredTick } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { PublishedEvent } from '../publish/journal.ts';
import type { Reading } from '../reading.ts';
import { runLive, type LiveParts } from '../run-live.ts';
import { EndpointFront } from './endpoint-front.fixture.ts';
import type { TrialCloud } from './trial-cloud.fixture.ts';
import { configuration, schema } from './trial-market.fixture.ts';

const TIMING = {
  everyMs: 150,
  pollMs: 15,
  lookEveryMs: 50,
  believedMs: 2_000,
  giveUpMs: 20_000,
  metricsMs: 100,
};

export type Line = Readonly<Record<string, unknown>>;

function partsOf(
  { bucket, storage, sageMaker }: TrialCloud,
  { url }: EndpointFront,
  changes: Partial<LiveParts['settings']>,
): Omit<LiveParts, 'store' | 'log'> {
  const settings = {
    configuration,
    bucket,
    store: { sqlitePath: '' },
    address: { host: '127.0.0.1', port: 0 },
    expiryMs: 86_400_000,
    muteAfterMs: 600,
    deadlineMs: 120,
    stage: undefined,
    logLevel: 'info',
    ...changes,
  } as const;
  return {
    settings,
    schema,
    storage,
    describeEndpoint: sageMaker.describeEndpoint,
    runtime: createEndpointRuntime({ endpoint: url, region: 'eu-west-2', attempts: 1 }),
    bucket,
    nowMs: Date.now,
    steadyMs: () => performance.now(),
    timing: TIMING,
  };
}

/** A live scorer in a hurry, in this process, on a store that this test writes: an endpoint's call may take 120 ms. */
export class TrialScorer {
  readonly front: EndpointFront;
  lines: readonly Line[] = [];
  readonly url: string;
  readonly #stopping: AbortController;
  readonly #ended: Promise<void>;

  private constructor(front: EndpointFront, url: string, stopping: AbortController, ended: Promise<void>) {
    this.front = front;
    this.url = url;
    this.#stopping = stopping;
    this.#ended = ended;
  }

  static async begin(
    cloud: TrialCloud,
    store: LiveParts['store'],
    changes: Partial<LiveParts['settings']> = {},
  ): Promise<TrialScorer> {
    const front = await EndpointFront.before(cloud.url);
    const stopping = new AbortController();
    const ready = Promise.withResolvers<string>();
    const lines: Line[] = [];
    const record = (fields: object): void => {
      lines.push(fields as Line);
      if ('url' in fields) ready.resolve(String(fields.url));
    };
    const ended = runLive(
      {
        ...partsOf(cloud, front, changes),
        store,
        log: { info: record, warn: record },
      },
      stopping.signal,
    );
    ended.catch((error: unknown) => {
      ready.reject(error);
    });
    const scorer = new TrialScorer(front, await ready.promise, stopping, ended);
    scorer.lines = lines;
    return scorer;
  }

  async end(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    await this.front.end();
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.url}${path}`)).json()) as T;
  }

  /** The first reading from now on that fits. */
  async reading(fits: (reading: Reading) => boolean): Promise<Reading & { readonly id: string }> {
    const seen = new Set((await this.recent()).map(({ id }) => id));
    for (;;) {
      for (const { id, reading } of await this.recent())
        if (!seen.has(id) && fits(reading)) return { ...reading, id };
      await pause(20);
    }
  }

  recent(): Promise<
    readonly { readonly id: string; readonly reading: Reading; readonly outcome: unknown }[]
  > {
    return this.get('/recent?n=1000');
  }

  /** Server-sent events as they come, from the one after this id where it is given. */
  async *events(
    lastId?: string,
  ): AsyncGenerator<PublishedEvent | { readonly kind: 'missed'; readonly data: unknown }> {
    const answer = await fetch(`${this.url}/events`, { headers: lastId ? { 'last-event-id': lastId } : {} });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk as Uint8Array);
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
        );
        text = text.slice(end + 2);
        const [id, kind, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
        if (data !== undefined)
          yield { id, kind, data: JSON.parse(data) as unknown } as unknown as PublishedEvent;
      }
    }
  }
}

/** Writes ticks into a store as a streamer does, one after the other. */
export class Pump {
  readonly store: MarketStore;
  readonly #ticks: readonly StoredTick[];
  #given = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, ticks: readonly StoredTick[]) {
    this.store = openSqliteMarketStore(path);
    this.#ticks = ticks;
  }

  /** Those in the store. */
  get given(): readonly StoredTick[] {
    return this.#ticks.slice(0, this.#given);
  }

  async give(count: number): Promise<void> {
    const ticks = this.#ticks.slice(this.#given, this.#given + count);
    this.#given += ticks.length;
    await this.store.record({ ticks, opened: [], completed: [] });
  }

  /** One tick at a time: the market at twenty times its speed. */
  start(): void {
    this.#timer ??= setInterval(() => void this.give(1), 12);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async end(): Promise<void> {
    this.pause();
    await this.store.close();
  }
}
