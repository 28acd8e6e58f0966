import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSageMaker } from '@moving-ground/aws-clients/sagemaker';
import { createEndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import { featureSchemaOf } from '@moving-ground/feature-schema';
import { createLogger } from '@moving-ground/logging';
import type { MarketStore } from '@moving-ground/market';
import { openMongoMarketStore } from '@moving-ground/mongodb';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { untilFileIsThere } from './follow/until-file-is-there.ts';
import type { Log } from './log.ts';
import { runLive } from './run-live.ts';
import type { Settings, StorePlace } from './settings.ts';

export const TIMING = {
  everyMs: 1_000,
  pollMs: 200,
  lookEveryMs: 2_000,
  believedMs: 15_000,
  giveUpMs: 10_000,
  metricsMs: 60_000,
};

/** @param stopped aborted when the process is asked to end */
export async function followLive(settings: Settings, stopped: AbortSignal): Promise<void> {
  const { configuration, bucket, store: place, logLevel: level } = settings;
  const secrets = 'mongodbUri' in place ? [place.mongodbUri] : [];
  const log = createLogger({ name: 'live-scorer', level, secrets });
  const store = await openStore(place, log, stopped);
  if (!store) return;
  try {
    await runLive(
      {
        settings,
        schema: featureSchemaOf(configuration.features),
        store,
        storage: createObjectStorage(),
        describeEndpoint: createSageMaker().describeEndpoint,
        runtime: createEndpointRuntime({ attempts: 1 }),
        bucket,
        log,
        nowMs: Date.now,
        steadyMs: () => performance.now(),
        timing: TIMING,
      },
      stopped,
    );
  } finally {
    await store.close();
  }
}

/** Undefined when it was stopped before there was one. */
async function openStore(
  place: StorePlace,
  log: Log,
  stopped: AbortSignal,
): Promise<MarketStore | undefined> {
  if ('mongodbUri' in place) return openMongoMarketStore(place.mongodbUri);
  const isThere = await untilFileIsThere(place.sqlitePath, stopped, () => {
    log.info({ event: 'waiting-for-store', path: place.sqlitePath });
  });
  return isThere ? openSqliteMarketStore(place.sqlitePath) : undefined;
}
