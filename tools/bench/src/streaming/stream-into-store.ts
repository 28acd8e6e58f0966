import type { Configuration } from '@moving-ground/configuration';
import type { MarketStore } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { join } from 'node:path';
import type { Turn } from '../contest.ts';
import { startWatch, type Elapsed } from '../stopwatch.ts';
import { GROUP_LIMITS, Streamer } from './apps.ts';
import { igFeed, withFirstTick } from './feed.ts';
import { ObjectsInMemory } from './objects-in-memory.ts';

const TIMING = {
  progressMs: 500,
  retryMs: 1_000,
  longestRetryMs: 60_000,
  storeRetryMs: 100,
  longestStoreRetryMs: 2_000,
  flushMs: 6_000,
  goodbyeMs: 3_000,
  deliveryMs: 15_000,
};

export type Streaming = {
  readonly url: string;
  /** For the store; empty. */
  readonly folder: string;
  readonly configuration: Configuration;
  /** How many of them are kept: what says the same as its neighbor is not. */
  readonly ticks: number;
  /** After each group that is stored. */
  readonly onStored?: (storedTicks: number) => void;
};

export type Streamed = {
  /** From the first price to the last durable group. */
  readonly prices: Turn;
  /** From the login to the end of the last export. */
  readonly whole: Turn;
  readonly batches: number;
  readonly exportedBytes: number;
};

type Told = { readonly batches?: number };

/** The whole streamer on a new SQLite store. @throws when a tick of the offer did not become durable */
export async function streamIntoStore(streaming: Streaming): Promise<Streamed> {
  const store = openSqliteMarketStore(join(streaming.folder, 'market.sqlite'));
  const objects = new ObjectsInMemory();
  let [elapsed, taken, stored] = [startWatch(), { wallMs: 0, cpuMs: 0 } as Elapsed, 0];
  watchGroups(store, (ticks) => {
    stored += ticks;
    taken = elapsed();
    streaming.onStored?.(stored);
  });
  let told: Told = {};
  const note = (fields: object): void => void (told = { ...told, ...fields });
  const streamer = await Streamer.open({
    feed: withFirstTick(igFeed(streaming.url), () => (elapsed = startWatch())),
    store,
    objects,
    bucket: 'bench',
    configuration: streaming.configuration,
    log: { info: note, warn: note },
    groups: GROUP_LIMITS,
    now: Date.now,
    timing: TIMING,
  });
  const wholeElapsed = startWatch();
  await streamer.run();
  const whole = { units: stored, ...wholeElapsed() };
  await store.close();
  if (stored !== streaming.ticks) throw new Error(`${stored} of ${streaming.ticks} ticks were stored`);
  const prices = { units: stored, ...taken };
  return { prices, whole, batches: told.batches ?? 0, exportedBytes: objects.bytes };
}

function watchGroups(store: MarketStore, onStored: (ticks: number) => void): void {
  const record = store.record.bind(store);
  store.record = async (group) => {
    await record(group);
    onStored(group.ticks.length);
  };
}
