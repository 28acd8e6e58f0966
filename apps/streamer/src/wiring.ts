import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSecrets } from '@moving-ground/aws-clients/secrets-manager';
import { createIgPriceFeed, type IgCredentials } from '@moving-ground/lightstreamer';
import { createLogger, type Logger } from '@moving-ground/logging';
import type { MarketStore } from '@moving-ground/market';
import { openMongoMarketStore } from '@moving-ground/mongodb';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { GROUP_LIMITS } from './group-writer.ts';
import { Health } from './health/health.ts';
import { serveHealth } from './health/serve-health.ts';
import { readIgCredentials } from './ig-credentials.ts';
import type { Log } from './log.ts';
import { progressMetrics } from './progress-metrics.ts';
import type { Settings, StorePlace } from './settings.ts';
import { standBy } from './stand-by.ts';
import { Streamer, type StreamerEnd } from './streamer.ts';

const ASK_FOR_LOCK_EVERY_MS = 1_000;
const TIMING = {
  progressMs: 500,
  retryMs: 1_000,
  longestRetryMs: 60_000,
  storeRetryMs: 100,
  longestStoreRetryMs: 2_000,
  // With the 3 s for the feed and the 15 s for a delivery less than the 25 s that a stop may take.
  flushMs: 6_000,
  goodbyeMs: 3_000,
  deliveryMs: 15_000,
};

/** @param stopped aborted when the process is asked to end */
export async function stream(settings: Settings, stopped: AbortSignal): Promise<StreamerEnd> {
  const credentials = await readIgCredentials(createSecrets().read, settings.secretName);
  const logger = createLogger({
    name: 'streamer',
    level: settings.logLevel,
    secrets: [...Object.values(credentials), ...addressOf(settings.store)],
  });
  const health = new Health(() => performance.now());
  stopped.addEventListener('abort', () => health.noteStopping());
  if (settings.healthPort !== undefined) await serveHealth(health, settings.healthPort);
  const store = await openStore(settings.store);
  try {
    const parts = {
      settings,
      credentials,
      logger,
      store,
      log: health.listening(progressMetrics(logger, settings.stage, Date.now)),
    };
    return await streamInto(parts, stopped);
  } finally {
    await store.close();
  }
}

type Parts = {
  readonly settings: Settings;
  readonly credentials: IgCredentials;
  readonly logger: Logger;
  readonly log: Log;
  readonly store: MarketStore;
};

async function streamInto(
  { settings, credentials, logger, log, store }: Parts,
  stopped: AbortSignal,
): Promise<StreamerEnd> {
  const { configuration, bucket, igUrl: baseUrl, accountId } = settings;
  const lock = await standBy({ store, log, askEveryMs: ASK_FOR_LOCK_EVERY_MS, stopped });
  if (!lock) return 'stopped';
  const streamer = await Streamer.open({
    feed: createIgPriceFeed({
      baseUrl,
      credentials,
      epic: configuration.instrument.epic,
      logger,
      ...(accountId === undefined ? {} : { accountId }),
    }),
    store,
    objects: createObjectStorage(),
    bucket,
    configuration,
    log,
    now: Date.now,
    writerLost: lock.lost,
    groups: GROUP_LIMITS,
    timing: TIMING,
  });
  return runUntil(streamer, stopped);
}

export async function openStore(place: StorePlace): Promise<MarketStore> {
  return 'mongodbUri' in place
    ? openMongoMarketStore(place.mongodbUri)
    : openSqliteMarketStore(place.sqlitePath);
}

export function addressOf(place: StorePlace): readonly string[] {
  return 'mongodbUri' in place ? [place.mongodbUri] : [];
}

async function runUntil(streamer: Streamer, stopped: AbortSignal): Promise<StreamerEnd> {
  const stop = (): void => streamer.stop();
  stopped.addEventListener('abort', stop);
  if (stopped.aborted) stop();
  return streamer.run();
}
