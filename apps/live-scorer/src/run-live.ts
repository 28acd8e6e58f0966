import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { EndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { MarketStore } from '@moving-ground/market';
import { EndpointCaller } from './ask/endpoint-caller.ts';
import { driftColumns } from './drift/drift-columns.ts';
import { LiveRows } from './drift/live-rows.ts';
import { StoredFeed } from './follow/stored-feed.ts';
import { warmUp } from './follow/warm-up.ts';
import { LiveScorer, type LiveScorerParts } from './live-scorer.ts';
import type { Log } from './log.ts';
import { readPromised } from './model/model-documents.ts';
import { ModelFacts } from './model/model-facts.ts';
import { ModelWatch } from './model/model-watch.ts';
import { readTraining } from './model/read-training.ts';
import { servedModel, type Served, type ServedModelParts } from './model/served-model.ts';
import { ScoreOutcomes } from './outcome/score-outcomes.ts';
import { Journal } from './publish/journal.ts';
import { LiveMetrics } from './publish/live-metrics.ts';
import { serveLive } from './publish/serve-live.ts';
import { summaryOf, type Summary } from './publish/summary.ts';
import type { Settings } from './settings.ts';

/** Rows that drift is measured on: an hour of seconds. */
const DRIFT_ROWS = 3_600;

export type LiveParts = {
  readonly settings: Settings;
  readonly schema: FeatureSchema;
  readonly store: Pick<MarketStore, 'lastTick' | 'ticksBetween'>;
  readonly storage: ObjectStorage;
  readonly describeEndpoint: ServedModelParts['describeEndpoint'];
  readonly runtime: EndpointRuntime;
  readonly bucket: string;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  /** A clock that never goes back, milliseconds. */
  readonly steadyMs: () => number;
  readonly timing: LiveTiming;
};

export type LiveTiming = {
  /** From one score to the next. */
  readonly everyMs: number;
  /** Between two looks for new prices. */
  readonly pollMs: number;
  /** Between two looks at the endpoint. */
  readonly lookEveryMs: number;
  /** What was seen there is believed this long when nothing can be seen. */
  readonly believedMs: number;
  /** A call without an answer is given up. */
  readonly giveUpMs: number;
  readonly metricsMs: number;
};

/** Everything from the store to the published score, until it is stopped. */
export async function runLive(parts: LiveParts, stopped: AbortSignal): Promise<void> {
  const { settings, log, nowMs, timing } = parts;
  const startedAtMs = nowMs();
  const journal = new Journal(startedAtMs);
  const live = await assemble(parts, journal);
  const { scorer, watch } = live;
  const summary = (): Summary => summaryOf({ ...live, nowMs, startedAtMs });
  const server = await serveLive({ journal, summary, nowMs, startedAtMs }, settings.address);
  const metrics = new LiveMetrics({
    log,
    scorer,
    endpointName: settings.configuration.endpoint.name,
    stage: settings.stage,
    live: () => summary().live,
    nowMs,
  });
  const told = setInterval(() => metrics.tell(), timing.metricsMs);
  const stopWatching = journal.listen(() => metrics.tellExpiry());
  log.info({ event: 'live-scorer-ready', url: server.url, ticks: live.row.ticks });
  watch.start();
  try {
    await scorer.run(stopped);
  } finally {
    stopWatching();
    clearInterval(told);
    await watch.stop();
    await server.close();
  }
}

type Live = Pick<LiveScorerParts, 'row' | 'facts' | 'outcomes' | 'rows'> & {
  readonly watch: ModelWatch;
  readonly scorer: LiveScorer;
};

async function assemble(parts: LiveParts, journal: Journal): Promise<Live> {
  const { settings, schema, store, runtime, timing, nowMs, steadyMs } = parts;
  const { configuration, deadlineMs, muteAfterMs, expiryMs } = settings;
  const { row, last } = await warmUp(store, schema);
  const outcomes = new ScoreOutcomes(configuration.bot, journal);
  const facts = factsOf(parts);
  const watch = watchOf(parts, { journal, outcomes, facts });
  const rows = new LiveRows(driftColumns(schema), DRIFT_ROWS);
  const scorer = new LiveScorer({
    schema,
    feed: new StoredFeed({ store, after: last, everyMs: timing.pollMs }),
    row,
    caller: new EndpointCaller({
      runtime,
      endpointName: configuration.endpoint.name,
      deadlineMs,
      giveUpMs: timing.giveUpMs,
      steadyMs,
    }),
    watch,
    facts,
    outcomes,
    rows,
    journal,
    timing: { everyMs: timing.everyMs, deadlineMs, muteAfterMs, expiryMs },
    nowMs,
    steadyMs,
  });
  return { row, facts, outcomes, rows, watch, scorer };
}

function factsOf({ storage, bucket, schema, log, timing }: LiveParts): ModelFacts {
  return new ModelFacts({
    readPromised: (runId) => readPromised(storage, bucket, runId),
    readTraining: (runId) => readTraining(storage, { bucket, runId }, schema, driftColumns(schema)),
    onAbsent: (runId, reason) => log.warn({ event: 'model-fact-missing', runId, reason }),
    retryMs: timing.lookEveryMs,
  });
}

type Told = {
  readonly journal: Journal;
  readonly outcomes: ScoreOutcomes;
  readonly facts: ModelFacts;
};

function watchOf(parts: LiveParts, { journal, outcomes, facts }: Told): ModelWatch {
  const { storage, describeEndpoint, bucket, schema, settings, timing, nowMs, steadyMs, log } = parts;
  const endpointName = settings.configuration.endpoint.name;
  return new ModelWatch({
    look: () => servedModel({ storage, describeEndpoint, bucket, endpointName, schema }),
    everyMs: timing.lookEveryMs,
    believedMs: timing.believedMs,
    nowMs,
    steadyMs,
    onChange: (before, now, sinceMs) => {
      outcomes.dropAskedSince(sinceMs);
      const change = { before: wordsFor(before), now: wordsFor(now) };
      log.info({ event: 'live-model', ...change });
      journal.publish({ kind: 'model', data: { atMs: nowMs(), ...change } });
      if (now.kind === 'serving') void facts.of(now.champion.runId);
    },
  });
}

function wordsFor(served: Served): string {
  if (served.kind !== 'serving') return `${served.kind}: ${served.reason}`;
  return `${served.champion.modelName}${served.isUpdating ? ', being updated' : ''}`;
}
