import type { FeedEvent, FeedListener, MarketStore, PriceFeed, PriceTick } from '@moving-ground/market';
import { parseConfiguration } from '@moving-ground/configuration';
import { setImmediate } from 'node:timers/promises';
import type { BatchObjects } from './deliver-batch.ts';
import { GROUP_LIMITS } from './group-writer.ts';
import { Streamer, type StreamerParts } from './streamer.ts';

export const END_OF_LIST: FeedEvent = { kind: 'ended', reason: 'end of list' };
const START = Date.UTC(2026, 0, 5, 10);

export const configuration = parseConfiguration(
  {
    bot: { ordersPerSecond: 2, takeProfit: 2, stopLoss: 2, maxHoldingSeconds: 30 },
    batch: { size: 20 },
    features: { resolutions: [{ lags: 15, stepSeconds: 1 }], maxGapSeconds: 5 },
  },
  'test',
);

/** A market that swings by a few points in seconds; several ticks share a millisecond now and then. */
export function swinging(count: number): PriceTick[] {
  return Array.from({ length: count }, (_, i) => {
    const offer = 6512 + Math.round(30 * Math.sin(i / 9) + 11 * Math.sin(i / 2.3)) / 10;
    return {
      timeMs: START + Math.floor(i / 3) * 3 * 70 + (i % 3 === 2 ? 70 : 0),
      // Neighbors always differ, so that none is a repeat.
      bid: offer - 1 - (i % 2) / 10,
      offer,
      midOpen: null,
      high: null,
      low: null,
      change: null,
      changePercent: null,
      marketState: 'TRADEABLE',
      delayed: false,
    };
  });
}

/** Plays a list from its beginning, some ticks at a time, as a source does that starts again with every connection. */
export class ListFeed implements PriceFeed {
  isStopped = false;
  hasGivenAll = false;
  readonly #ticks: readonly PriceTick[];
  readonly #ending: FeedEvent | undefined;
  readonly #atOnce: number;
  #listener: FeedListener | undefined;

  constructor(ticks: readonly PriceTick[], ending: FeedEvent | undefined, atOnce = 37) {
    this.#ticks = ticks;
    this.#ending = ending;
    this.#atOnce = atOnce;
  }

  async start(listener: FeedListener): Promise<void> {
    this.#listener = listener;
    listener.onEvent({ kind: 'connected' });
    void this.#play(listener);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
  }

  /** More prices, after the list. */
  give(ticks: readonly PriceTick[]): void {
    for (const tick of ticks) this.#listener?.onTick(tick, false);
  }

  async #play(listener: FeedListener): Promise<void> {
    for (const [i, tick] of this.#ticks.entries()) {
      if (this.isStopped) return;
      listener.onTick(tick, i === 0);
      if (i % this.#atOnce === 0) await setImmediate();
    }
    this.hasGivenAll = true;
    if (this.#ending) listener.onEvent(this.#ending);
  }
}

/** Objects by key; `onPut` may throw before (or, answering 'lose-answer', after) a put. */
export class ListedObjects implements BatchObjects {
  readonly objects = new Map<string, Uint8Array>();
  readonly keysPut: string[] = [];
  onPut: (key: string) => 'lose-answer' | undefined = () => undefined;

  readonly put: BatchObjects['put'] = async (_bucket, key, body, conditions) => {
    const fault = this.onPut(key);
    if (conditions?.ifNoneMatch && this.objects.has(key)) return { stored: false, reason: 'precondition' };
    this.objects.set(key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
    this.keysPut.push(key);
    if (fault) throw new Error('the answer was lost');
    return { stored: true, etag: '"1"' };
  };

  readonly get: BatchObjects['get'] = async (_bucket, key) => {
    const body = this.objects.get(key);
    return body && { body, etag: '"1"' };
  };

  /** Everything by key, as text. */
  read(): Record<string, string> {
    const entries = [...this.objects].map(([key, body]) => [key, new TextDecoder().decode(body)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

export type Line = Readonly<Record<string, unknown>> & { readonly event: string };

/** A streamer on the swinging market, in a hurry; what it logs is added to `lines`. */
export async function trialStreamer(
  changes: Partial<StreamerParts> & { store: MarketStore },
  lines: Line[],
): Promise<Streamer> {
  const record = (fields: object): void => void lines.push(fields as Line);
  return Streamer.open({
    feed: new ListFeed(swinging(3000), END_OF_LIST),
    objects: new ListedObjects(),
    bucket: 'batches',
    configuration,
    log: { info: record, warn: record },
    groups: GROUP_LIMITS,
    now: () => 0,
    timing: {
      progressMs: 5,
      retryMs: 1,
      longestRetryMs: 4,
      storeRetryMs: 1,
      longestStoreRetryMs: 4,
      flushMs: 300,
      goodbyeMs: 100,
      deliveryMs: 100,
    },
    ...changes,
  });
}

/** The conservation law: each order once, in the order of closing, cut into whole batches. */
export function exportedIds(objects: Record<string, string>): string[] {
  return Object.entries(objects)
    .filter(([key]) => key.endsWith('transactions.csv'))
    .flatMap(([, text]) => text.match(/^.*?\d{10}-\d+/gm) ?? []);
}
