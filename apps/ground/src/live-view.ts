import type { Candidate } from '@moving-ground/model';
import type { CloudAddress, Recording } from './local-processes.ts';
import { secondsRead } from './replay-progress.ts';

type Event = Readonly<Record<string, unknown>>;

/** What a person sees of the loop in a terminal, as far as its events have told. */
export type LiveView = {
  readonly page: { readonly url: string; readonly token: string } | undefined;
  readonly feed: string;
  readonly progress: Reached | undefined;
  readonly replay: Replay | undefined;
  /** Ticks a second of this machine's time, and transactions: over the last seconds. */
  readonly ticksASecond: number;
  readonly transactionsASecond: number;
  readonly run: { readonly runId: string; readonly state: string; readonly sinceMs: number } | undefined;
  readonly tuning: Tuning | undefined;
  readonly lastRun: { readonly runId: string; readonly outcome: string; readonly reason: string } | undefined;
  readonly skill: string | undefined;
};

export type Reached = {
  readonly ticks: number;
  readonly openOrders: number;
  readonly transactions: number;
  readonly marketMs: number;
  readonly atMs: number;
};

/** How many of the recording's seconds have come, and since when. */
export type Replay = { readonly recording: Recording; readonly read: number; readonly sinceMs: number };

/** Those that have ended, in their order. */
export type Tuning = readonly Training[];

export type Training = {
  readonly number: number;
  readonly status: string;
  /** NaN where there is none. */
  readonly precision: number;
  readonly recall: number;
};

export const NOTHING_YET: LiveView = {
  page: undefined,
  feed: 'the local cloud comes up',
  progress: undefined,
  replay: undefined,
  ticksASecond: 0,
  transactionsASecond: 0,
  run: undefined,
  tuning: undefined,
  lastRun: undefined,
  skill: undefined,
};

/** How much the newest second counts in a rate: a calm figure, not a nervous one. */
const WEIGHT = 0.3;

type Change = (view: LiveView, event: Event, nowMs: number) => LiveView;

const FEED: Readonly<Record<string, string>> = {
  'local-cloud-ready': 'waiting for the first price',
  'feed-connected': 'live',
  'feed-interrupted': 'interrupted',
  'feed-ended': 'ended',
  'standing-by': 'standing by',
  'store-away': 'the store does not answer',
  'store-back': 'live',
};

const CHANGES: Readonly<Record<string, Change>> = {
  'page-ready': (view, { url, token }) => ({ ...view, page: { url: String(url), token: String(token) } }),
  progress: progressed,
  'run-started': (view, event, nowMs) => begun(view, String(event['runId']), nowMs),
  'state-entered': (view, event, nowMs) => ({
    ...begun(view, String(event['runId']), nowMs),
    run: {
      runId: String(event['runId']),
      state: String(event['state']),
      sinceMs: runSince(view, event, nowMs),
    },
  }),
  'training-ended': (view, event) => ({
    ...view,
    tuning: [...(view.tuning ?? []), trainingOf(event['candidate'] as Candidate)],
  }),
  'run-ended': (view, event) => ({
    ...view,
    run: view.run?.runId === event['runId'] ? undefined : view.run,
    lastRun: {
      runId: String(event['runId']),
      outcome: String(event['outcome']),
      reason: String(event['reason']),
    },
  }),
  skill: (view, event) => ({ ...view, skill: `${String(event['statement'])} (${String(event['reason'])})` }),
};

/** The view after one more event. @param nowMs this machine's, monotonic */
export function viewed(view: LiveView, event: Event, nowMs: number): LiveView {
  const name = String(event['event']);
  const feed = FEED[name] ?? view.feed;
  const replay = replayed(view.replay, event, nowMs);
  return { ...(CHANGES[name]?.(view, event, nowMs) ?? view), feed, replay };
}

function progressed(view: LiveView, event: Event, nowMs: number): LiveView {
  const [ticks, openOrders, transactions, marketMs] = [
    'ticks',
    'openOrders',
    'transactionsTowardsBatch',
    'eventTimeMs',
  ].map((name) => Number(event[name] ?? 0)) as [number, number, number, number];
  const progress = { ticks, openOrders, transactions, marketMs, atMs: nowMs };
  const before = view.progress;
  const seconds = before ? (nowMs - before.atMs) / 1000 : 0;
  // Until half a second has passed the figures go on, and the rates stay.
  if (!before || seconds < 0.5) return { ...view, progress: { ...progress, atMs: before?.atMs ?? nowMs } };
  const rate = (was: number, old: number, now: number): number =>
    now < old ? was : was + WEIGHT * ((now - old) / seconds - was);
  return {
    ...view,
    progress,
    ticksASecond: rate(view.ticksASecond, before.ticks, ticks),
    transactionsASecond: rate(view.transactionsASecond, before.transactions, transactions),
  };
}

/** A run's first event: the tuning of the one before is over. */
function begun(view: LiveView, runId: string, nowMs: number): LiveView {
  if (view.run?.runId === runId) return view;
  return { ...view, run: { runId, state: 'begins', sinceMs: nowMs }, tuning: undefined };
}

function runSince({ run }: LiveView, event: Event, nowMs: number): number {
  return run && run.runId === event['runId'] ? run.sinceMs : nowMs;
}

function replayed(replay: Replay | undefined, event: Event, nowMs: number): Replay | undefined {
  const { recording } = event as Partial<CloudAddress>;
  if (recording) return { recording, read: 0, sinceMs: nowMs };
  const read = replay && secondsRead(replay.recording, event);
  return replay && read !== undefined ? { ...replay, read } : replay;
}

/** Jobs are named by their run, their number and a hash. */
function trainingOf({ trainingJobName, status, metrics }: Candidate): Training {
  return {
    number: Number(trainingJobName.split('-').at(-2)),
    status,
    precision: metrics['validation:precision'] ?? NaN,
    recall: metrics['validation:recall'] ?? NaN,
  };
}
