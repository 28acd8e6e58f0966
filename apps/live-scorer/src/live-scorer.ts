import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { PriceFeed, PriceTick } from '@moving-ground/market';
import type { EndpointCaller } from './ask/endpoint-caller.ts';
import type { LiveRows } from './drift/live-rows.ts';
import type { ModelFacts } from './model/model-facts.ts';
import type { ModelWatch } from './model/model-watch.ts';
import { noveltyOf, type Novelty } from './model/novelty.ts';
import { isSameServed, type Served } from './model/served-model.ts';
import type { ScoreOutcomes } from './outcome/score-outcomes.ts';
import type { Journal } from './publish/journal.ts';
import type { Flags, Reading, State } from './reading.ts';
import type { PresentRow } from './row/present-row.ts';
import { modelName, scored, stateOf, withheldByModel } from './state-of.ts';
import { Tally } from './tally.ts';

export type LiveScorerParts = {
  readonly schema: FeatureSchema;
  readonly feed: PriceFeed;
  /** Has the history up to where the feed begins. */
  readonly row: PresentRow;
  readonly caller: EndpointCaller;
  readonly watch: Pick<ModelWatch, 'served'>;
  readonly facts: ModelFacts;
  readonly outcomes: ScoreOutcomes;
  readonly rows: LiveRows;
  readonly journal: Journal;
  readonly timing: ScorerTiming;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  /** A clock that never goes back, milliseconds. */
  readonly steadyMs: () => number;
};

export type ScorerTiming = {
  /** From one score to the next. */
  readonly everyMs: number;
  /** After this an answer is too late. */
  readonly deadlineMs: number;
  /** Without a price for this long the feed is mute. */
  readonly muteAfterMs: number;
  /** A model whose data ended longer ago, in event time, is expired. */
  readonly expiryMs: number;
};

type Serving = Extract<Served, { kind: 'serving' }>;
type Question = { readonly features: Float32Array; readonly tick: PriceTick; readonly serving: Serving };
type About = { readonly tick?: PriceTick | undefined; readonly novel?: number | null | undefined };

/** Once a second the score of the newest price, or why there is none. */
export class LiveScorer {
  readonly tally = new Tally();
  readonly #parts: LiveScorerParts;
  /** The newest price that was taken to the endpoint, or known before this process began. */
  #askedTick: PriceTick | undefined;
  #arrivedAtMs: number;
  #interruption: string | undefined;
  readonly #ended = Promise.withResolvers<undefined>();

  constructor(parts: LiveScorerParts) {
    this.#parts = parts;
    this.#askedTick = parts.row.newest;
    this.#arrivedAtMs = parts.steadyMs();
  }

  /** Runs until it is stopped. Rejects with what no waiting helps against. */
  async run(stopped: AbortSignal): Promise<void> {
    const { feed, caller, timing } = this.#parts;
    stopped.addEventListener('abort', () => {
      this.#ended.resolve(undefined);
    });
    if (stopped.aborted) this.#ended.resolve(undefined);
    await feed.start({
      onTick: (tick) => this.#take(tick),
      onRefused: () => undefined,
      onEvent: (event) => {
        if (event.kind === 'failed') this.#ended.reject(event.error);
        this.#interruption = 'reason' in event ? event.reason : undefined;
      },
    });
    const seconds = setInterval(() => {
      this.#second().catch((error: unknown) => {
        this.#ended.reject(error);
      });
    }, timing.everyMs);
    try {
      await this.#ended.promise;
    } finally {
      clearInterval(seconds);
      await feed.stop();
      await caller.stop();
    }
  }

  /** Whether the model's data ended longer ago than allowed; null where no model or no price is known. */
  get isExpired(): boolean | null {
    const { watch, row, timing } = this.#parts;
    if (watch.served.kind !== 'serving' || !row.newest) return null;
    return row.newest.timeMs - watch.served.champion.dataEndMs > timing.expiryMs;
  }

  get silentMs(): number {
    return this.#parts.steadyMs() - this.#arrivedAtMs;
  }

  #take(tick: PriceTick): void {
    try {
      this.#parts.row.accept(tick);
      this.#parts.outcomes.onTick(tick);
      this.#arrivedAtMs = this.#parts.steadyMs();
    } catch (error) {
      this.#ended.reject(error);
    }
  }

  async #second(): Promise<void> {
    if (this.#isWaiting()) return;
    const next = this.#next();
    if ('state' in next) this.#publish(next);
    else await this.#ask(next);
  }

  #isWaiting(): boolean {
    const { caller, timing } = this.#parts;
    const { waitedMs } = caller;
    // Before the deadline it is a timer that came early, and no second.
    if (waitedMs !== undefined && waitedMs >= timing.deadlineMs)
      this.#publish({ state: 'endpoint-slow', waitedMs });
    return waitedMs !== undefined;
  }

  #next(): State | Question {
    const { row, watch } = this.#parts;
    const { served: serving } = watch;
    if (serving.kind !== 'serving') return withheldByModel(serving);
    const withheld = this.#withheldByFeed();
    if (withheld) return withheld;
    const [features, tick] = [row.row(), row.newest];
    if (features instanceof Float32Array && tick) return { features, tick, serving };
    return { state: 'no-row', reason: row.missing ?? 'shortHistory' };
  }

  #withheldByFeed(): State | undefined {
    const { newest } = this.#parts.row;
    if (this.#interruption !== undefined) return { state: 'no-price', reason: this.#interruption };
    if (!newest) return { state: 'no-price', reason: 'no price has come yet' };
    return newest === this.#askedTick ? { state: 'no-new-price', silentMs: this.silentMs } : undefined;
  }

  async #ask({ features, tick, serving }: Question): Promise<void> {
    const { caller, outcomes, rows, nowMs } = this.#parts;
    const novelty = this.#noveltyOf(features);
    this.#askedTick = tick;
    rows.accept(features, tick.timeMs);
    // While the endpoint is being updated either model may answer: such a score is nobody's evidence.
    const orderId = serving.isUpdating ? undefined : outcomes.place(tick);
    const askedAtMs = nowMs();
    const result = await caller.ask(features);
    const state = stateOf(result, novelty, this.#isStill(serving));
    const readingId = this.#publish(state, { tick, novel: state.state === 'score' ? novelty?.count : null });
    if (orderId === undefined) return;
    const { runId } = serving.champion;
    if (state.state !== 'score') outcomes.drop(orderId);
    else outcomes.score(orderId, { readingId, askedAtMs, runId, ...scored(state) });
  }

  #noveltyOf(features: Float32Array): Novelty | undefined {
    const { facts, schema } = this.#parts;
    return facts.training.kind === 'known'
      ? noveltyOf(features, facts.training.value, schema.columns)
      : undefined;
  }

  #isStill({ champion, isUpdating }: Serving): boolean {
    return isSameServed({ kind: 'serving', champion, isUpdating }, this.#parts.watch.served);
  }

  #publish(state: State, { tick = this.#parts.row.newest, novel = null }: About = {}): string {
    const { journal, row, watch, nowMs } = this.#parts;
    const reading: Reading = {
      atMs: nowMs(),
      ...state,
      tick: tick ? { timeMs: tick.timeMs, bid: tick.bid, offer: tick.offer } : null,
      model: watch.served.kind === 'serving' ? modelName(watch.served) : null,
      flags: { stale: this.#staleness(), gap: row.missing ?? null, novel },
    };
    this.tally.count(reading);
    return journal.publish({ kind: 'reading', data: reading });
  }

  #staleness(): Flags['stale'] {
    const isMute = this.silentMs > this.#parts.timing.muteAfterMs;
    return [...(this.isExpired ? ['model-expired' as const] : []), ...(isMute ? ['feed-mute' as const] : [])];
  }
}
