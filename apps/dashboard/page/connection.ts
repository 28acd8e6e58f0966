import type {
  DecisionView,
  ModelView,
  RunView,
  TickColumns,
  TopicName,
  Topics,
  TuningView,
} from '../src/view/index.ts';
import { cell, type Cell } from './store.ts';
import { Ticks } from './ticks.ts';

export type ConnectionState = 'connecting' | 'live' | 'lost';

export const connection = cell<ConnectionState>('connecting');
/** This machine's time at which the server was heard last, while it is not; undefined while it is. */
export const lostSince = cell<number | undefined>(undefined);
/** The server has told what there is: until then nothing is said to be missing. */
export const isTold = cell(false);
export const ticks = new Ticks();
/** Grows with every group of ticks. */
export const ticksVersion = cell(0);
/** Seconds of market that are shown. */
export const range = cell(600);
export const model = cell<ModelView | undefined>(undefined);
/** The run that is looked at; undefined follows the newest. */
export const chosenRun = cell<string | undefined>(undefined);
export const runDetail = cell<RunView | undefined>(undefined);
/** Of the run that is looked at, where it has come to one. */
export const runDecision = cell<RunDecision | undefined>(undefined);

/** Of the run that was chosen, where that is not the newest. */
export const runTuning = cell<TuningView | undefined>(undefined);

export type RunDecision = DecisionView & { readonly runId: string };

const TOLD_WITHIN_MS = 300;

type Cells = { readonly [N in TopicName]: Cell<Topics[N] | undefined> };

export const topics: Cells = {
  market: cell<Topics['market'] | undefined>(undefined),
  capture: cell<Topics['capture'] | undefined>(undefined),
  graph: cell<Topics['graph'] | undefined>(undefined),
  loop: cell<Topics['loop'] | undefined>(undefined),
  tuning: cell<Topics['tuning'] | undefined>(undefined),
  live: cell<Topics['live'] | undefined>(undefined),
  trouble: cell<Topics['trouble'] | undefined>(undefined),
  model: cell<Topics['model'] | undefined>(undefined),
};

/** Follows the server's events; the browser itself comes back with the last event's number when they break off. */
export function connect(): void {
  const source = new EventSource('/events');
  source.onopen = () => {
    connection.set('live');
    lostSince.set(undefined);
  };
  source.onerror = () => {
    connection.set('lost');
    lostSince.set(lostSince.get() ?? Date.now());
  };
  source.addEventListener('begin', ({ data }: MessageEvent<string>) => {
    if (!(JSON.parse(data) as { isWhole: boolean }).isWhole) void loadTicks();
    // What there is follows at once.
    setTimeout(() => isTold.set(true), TOLD_WITHIN_MS);
  });
  source.addEventListener('ticks', ({ data }: MessageEvent<string>) => {
    ticks.add(JSON.parse(data) as TickColumns);
    ticksVersion.set(ticksVersion.get() + 1);
  });
  for (const name of Object.keys(topics) as TopicName[])
    source.addEventListener(name, ({ data }: MessageEvent<string>) => take(name, JSON.parse(data)));
}

function take(name: TopicName, value: unknown): void {
  (topics[name] as Cell<unknown>).set(value);
  if (name === 'model') void loadModel();
  if (name === 'loop') void loadRun();
}

/** The market as it stands: at the beginning, and when more of it is to be shown. */
export async function loadTicks(): Promise<void> {
  const columns = await ask<TickColumns>(`/api/ticks?seconds=${range.get()}`);
  if (!columns) return;
  ticks.replace(columns);
  ticksVersion.set(ticksVersion.get() + 1);
}

async function loadModel(): Promise<void> {
  model.set((await ask<ModelView>('/api/model')) ?? model.get());
}

/** The chosen run, or the newest that is more than waiting. */
function wantedRun(): string | undefined {
  const runs = topics.loop.get()?.runs ?? [];
  const newest = runs.find(({ status }) => status === 'RUNNING') ?? runs[0];
  return chosenRun.get() ?? newest?.runId;
}

export async function loadRun(): Promise<void> {
  const runId = wantedRun();
  if (runId === undefined) return;
  const run = await ask<RunView>(`/api/runs/${runId}`);
  // Another one may have been chosen meanwhile.
  if (!run || wantedRun() !== runId) return;
  runDetail.set(run);
  await Promise.all([loadDecision(run), loadTuning(run)]);
}

/** The newest tuning is told as it goes; an older one is asked for when its run is chosen. */
async function loadTuning({ runId }: RunView): Promise<void> {
  if (chosenRun.get() !== runId || runTuning.get()?.runId === runId) return;
  const tuning = await ask<TuningView>(`/api/tunings/${runId}`);
  if (wantedRun() === runId) runTuning.set(tuning);
}

/** A decision stays as it is, so it is asked for once. */
async function loadDecision({ runId, states }: RunView): Promise<void> {
  if (runDecision.get()?.runId === runId) return;
  const isMade = states.some(({ name, exitedAtMs }) => name === 'SelectModel' && exitedAtMs !== null);
  const made = isMade ? await ask<DecisionView>(`/api/runs/${runId}/decision`) : undefined;
  if (wantedRun() === runId) runDecision.set(made && { ...made, runId });
}

/** Undefined where there is nothing, or nobody answers. */
async function ask<T>(path: string): Promise<T | undefined> {
  try {
    const answer = await fetch(path);
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}
