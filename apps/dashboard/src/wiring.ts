import { randomBytes } from 'node:crypto';
import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSageMaker } from '@moving-ground/aws-clients/sagemaker';
import { createExecutions } from '@moving-ground/aws-clients/sfn';
import { windowSeconds, featureSchemaOf } from '@moving-ground/feature-schema';
import type { MarketStore } from '@moving-ground/market';
import { openMongoMarketStore } from '@moving-ground/mongodb';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import {
  PIPELINE_PLACEHOLDERS,
  resolvePipeline,
  type PipelineSubstitutions,
} from '@moving-ground/state-machine';
import { runAgain } from './run-again.ts';
import { Board } from './serve/board.ts';
import { createServer, type Shown } from './serve/create-server.ts';
import type { Settings } from './settings.ts';
import { graphOf } from './watch/graph-of.ts';
import { repeat, Troubles, type Look } from './watch/repeat.ts';
import { LiveWatch } from './watch/watch-live.ts';
import { columnsOf, MarketWatch, ticksOf } from './watch/watch-market.ts';
import { ModelWatch } from './watch/watch-model.ts';
import { RunsWatch } from './watch/watch-runs.ts';
import { TuningWatch } from './watch/watch-tuning.ts';

const HOST = '127.0.0.1';
const TICKS_EVERY_MS = 100;
const DEALS_EVERY_MS = 1000;
/** Older ticks are shown one a second. */
const WHOLE_SECONDS = 600;

export type Dashboard = { readonly url: string; readonly token: string; readonly close: () => Promise<void> };

/** Begins to watch and to serve. */
export async function openDashboard(settings: Settings): Promise<Dashboard> {
  const stopped = new AbortController();
  const board = new Board();
  const troubles = new Troubles(board);
  const token = randomBytes(16).toString('hex');
  const { shown, looks } = watching(settings, board);
  const server = await createServer({ board, page: settings.page, token, ...shown });
  const url = await server.listen({ host: HOST, port: settings.port });
  const done = looks.map((look) => repeat(look, troubles, stopped.signal));
  return {
    url,
    token,
    close: async () => {
      stopped.abort();
      await server.close();
      await Promise.all(done);
    },
  };
}

type Watching = { readonly shown: Omit<Shown, 'board' | 'page' | 'token'>; readonly looks: readonly Look[] };

function watching(settings: Settings, board: Board): Watching {
  const { configuration, bucket, stateMachineArn, lookEveryMs, runPrefix } = settings;
  const [storage, executions, sageMaker] = [createObjectStorage(), createExecutions(), createSageMaker()];
  const model = new ModelWatch({ storage, bucket, configuration }, board);
  const runs = new RunsWatch({ executions, stateMachineArn, champion: () => model.champion() }, board);
  const tuning = new TuningWatch(sageMaker, board, { maxJobs: configuration.tuning.maxJobs, runPrefix });
  const live = new LiveWatch(settings.liveScorerUrl, board, () => model.view !== undefined);
  putConstants(board, settings);
  const market = watchedMarket(settings, board);
  return {
    shown: {
      runs: () => runs.runs,
      decision: (runId) => model.decision(runId),
      tuning: (runId) => tuning.of(runId),
      model: () => model.view,
      ticks: market?.ticks,
      runAgain: (batchId) => runAgain(batchId, { storage, executions, bucket, stateMachineArn }),
    },
    looks: [
      { name: 'runs', everyMs: lookEveryMs, look: () => runs.look() },
      { name: 'tuning', everyMs: lookEveryMs, look: () => tuning.look(runs.runs) },
      { name: 'model', everyMs: 2 * lookEveryMs, look: () => model.look(runs.runs) },
      { name: 'live scorer', everyMs: 1000, look: () => live.look() },
      ...(market?.looks ?? []),
    ],
  };
}

function putConstants(board: Board, { configuration, store }: Settings): void {
  const { instrument, features, bot } = configuration;
  const names = PIPELINE_PLACEHOLDERS.map((name) => [name, name]);
  board.put('market', {
    instrument: instrument.name,
    windowSeconds: windowSeconds(featureSchemaOf(features)),
    maxGapSeconds: features.maxGapSeconds,
    paperLabel: bot.exitPrice === 'offer',
    hasStore: store !== undefined,
  });
  board.put('graph', graphOf(resolvePipeline(Object.fromEntries(names) as PipelineSubstitutions)));
}

/** The store may not be there yet: it is opened at the first look that finds it. */
function watchedMarket(
  { store: place, configuration }: Settings,
  board: Board,
): { ticks: Shown['ticks']; looks: readonly Look[] } | undefined {
  if (!place) return undefined;
  let opened: Promise<{ store: MarketStore; watch: MarketWatch }> | undefined;
  const open = async (): Promise<{ store: MarketStore; watch: MarketWatch }> => {
    const store =
      'mongodbUri' in place
        ? await openMongoMarketStore(place.mongodbUri)
        : openSqliteMarketStore(place.sqlitePath);
    return { store, watch: new MarketWatch(store, board, configuration) };
  };
  const market = (): Promise<{ store: MarketStore; watch: MarketWatch }> => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    ticks: async (seconds) => {
      const { store } = await market();
      const toMs = (await store.lastTick())?.timeMs ?? 0;
      const span = { fromMs: toMs - 1000 * seconds, toMs, wholeFromMs: toMs - 1000 * WHOLE_SECONDS };
      return columnsOf(await ticksOf(store, span));
    },
    looks: [
      { name: 'ticks', everyMs: TICKS_EVERY_MS, look: async () => (await market()).watch.lookAtTicks() },
      { name: 'orders', everyMs: DEALS_EVERY_MS, look: async () => (await market()).watch.lookAtDeals() },
    ],
  };
}
