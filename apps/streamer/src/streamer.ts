import { Capture } from '@moving-ground/capture';
import type { Configuration } from '@moving-ground/configuration';
import { Bot, checkBarriers, type Dealings } from '@moving-ground/deal';
import { spread, StoreUnreachable } from '@moving-ground/market';
import type {
  FeedEvent,
  MarketGroup,
  MarketStore,
  PriceFeed,
  PriceTick,
  StoredTick,
} from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';
import { BatchExporter } from './batch-exporter.ts';
import { ClockWatch } from './clock-watch.ts';
import type { BatchObjects } from './deliver-batch.ts';
import { GroupWriter, type GroupLimits } from './group-writer.ts';
import type { Log } from './log.ts';
import { progressLine } from './progress-line.ts';
import { resume, type Resumption } from './resume.ts';
import { StorePresence } from './store-presence.ts';
import { TicksLost } from './ticks-lost.ts';

export type StreamerParts = {
  readonly feed: PriceFeed;
  readonly store: MarketStore;
  readonly objects: BatchObjects;
  readonly bucket: string;
  readonly configuration: Configuration;
  readonly log: Log;
  readonly groups: GroupLimits;
  /** Epoch milliseconds of this machine, compared with the exchange's and used for nothing else. */
  readonly now: () => number;
  /** Resolves when another process may write into the store: this one has to end at once. */
  readonly writerLost?: Promise<Error> | undefined;
  readonly timing: {
    readonly progressMs: number;
    /** Pause before the first retry of a delivery, and the longest one. */
    readonly retryMs: number;
    readonly longestRetryMs: number;
    /** The same for a store that does not answer. */
    readonly storeRetryMs: number;
    readonly longestStoreRetryMs: number;
    /** How long a stop waits for a store that does not answer before it gives up what is not stored. */
    readonly flushMs: number;
    /** How long a feed may take to say good-bye. */
    readonly goodbyeMs: number;
    /** How long a stop waits for a delivery under way; the batch stays in the store when it takes longer. */
    readonly deliveryMs: number;
  };
};

/** `ended`: the source has no more prices (a recording). `stopped`: somebody asked for it. */
export type StreamerEnd = 'ended' | 'stopped';

const NO_DEALINGS: Dealings = { opened: [], completed: [] };

/** Prices in, mock orders, every full batch out. */
export class Streamer {
  readonly #parts: StreamerParts;
  readonly #capture: Capture;
  readonly #bot: Bot;
  readonly #writer: GroupWriter;
  readonly #exporter: BatchExporter;
  readonly #presence: StorePresence;
  readonly #clock: ClockWatch;
  readonly #end = Promise.withResolvers<StreamerEnd>();
  readonly #stopped = Promise.withResolvers<undefined>();
  readonly #storeGivenUp = new AbortController();
  readonly #resumed: Resumption;
  #isOver = false;
  #isStopped = false;
  #failure: { readonly error: unknown } | undefined;
  #hasDealt = false;
  #eventTimeMs: number | null;
  #refusedByFeed = 0;

  private constructor(parts: StreamerParts, resumed: Resumption) {
    const { configuration, store, timing } = parts;
    const { lastTick, lastOrder, openOrders } = resumed;
    const onFailure = (error: unknown): void => this.#fail(error);
    this.#parts = parts;
    this.#clock = new ClockWatch(parts.now, parts.log);
    this.#presence = new StorePresence(parts.log, () => this.#writer.waitingTicks);
    const onStoreAway = this.#presence.noteAway.bind(this.#presence);
    this.#resumed = resumed;
    this.#eventTimeMs = lastTick?.timeMs ?? null;
    this.#capture = new Capture({ maxGapSeconds: configuration.features.maxGapSeconds, lastTick });
    this.#bot = new Bot(configuration.bot, openOrders, lastOrder);
    this.#exporter = new BatchExporter(
      { ...parts, onStoreAway, pauseMs: timing.retryMs, longestPauseMs: timing.longestRetryMs, onFailure },
      { unexported: resumed.counts.unexported, lastTickMs: lastTick?.timeMs },
    );
    this.#writer = new GroupWriter({
      store,
      limits: parts.groups,
      patience: {
        pauseMs: timing.storeRetryMs,
        longestPauseMs: timing.longestStoreRetryMs,
        onAway: onStoreAway,
        signal: this.#storeGivenUp.signal,
      },
      onStored: (group) => this.#onStored(group),
      onFailure: (error) => this.#onWriteFailed(error),
    });
    void parts.writerLost?.then(onFailure);
  }

  /** Takes up what the store holds. */
  static async open(parts: StreamerParts): Promise<Streamer> {
    return new Streamer(parts, await resume(parts.store));
  }

  /**
   * Runs until the source ends or somebody stops it; everything received before is durable then, and after the
   * end of the source every full batch is exported.
   */
  async run(): Promise<StreamerEnd> {
    const progress = setInterval(() => this.#reportProgress(), this.#parts.timing.progressMs);
    this.#exporter.wake();
    this.#startFeed();
    const end = await this.#end.promise;
    await this.#settle(end);
    clearInterval(progress);
    this.#reportProgress();
    if (this.#failure) throw this.#failure.error;
    return this.#isStopped ? 'stopped' : end;
  }

  /** No further price is taken; `run` ends after what came before is durable. */
  stop(): void {
    this.#isStopped = true;
    this.#stopped.resolve(undefined);
    this.#finishWith('stopped');
    this.#giveUpStoreLater();
    void this.#exporter.stop();
  }

  #startFeed(): void {
    const started = this.#parts.feed.start({
      onTick: (tick, isSnapshot) => this.#onTick(tick, isSnapshot),
      onRefused: () => (this.#refusedByFeed += 1),
      onEvent: (event) => this.#onEvent(event),
    });
    started.catch((error: unknown) => this.#fail(error));
  }

  async #settle(end: StreamerEnd): Promise<void> {
    const { goodbyeMs, deliveryMs } = this.#parts.timing;
    await Promise.race([this.#parts.feed.stop().catch(() => undefined), pause(goodbyeMs)]);
    await this.#writer.finish();
    const finished = end === 'ended' ? this.#exporter.finish() : Promise.resolve();
    await Promise.race([finished, this.#stopped.promise]);
    await Promise.race([this.#exporter.stop(), pause(deliveryMs)]);
  }

  #onTick(tick: PriceTick, isSnapshot: boolean): void {
    if (this.#isOver) return;
    // The bot does not see it either, so that orders and stored prices agree; a long loss is a gap like any other.
    if (this.#writer.isFull) return this.#presence.noteDropped(tick.timeMs);
    try {
      this.#take(tick, isSnapshot);
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(tick: PriceTick, isSnapshot: boolean): void {
    const captured = this.#capture.accept(tick, isSnapshot);
    if (!captured) return;
    if (!isSnapshot) this.#clock.see(tick.timeMs);
    const dealings = captured.tradeable ? this.#deal(captured.stored) : NO_DEALINGS;
    this.#eventTimeMs = captured.stored.timeMs;
    this.#writer.add(captured.stored, dealings);
  }

  #deal(tick: StoredTick): Dealings {
    const { bot } = this.#parts.configuration;
    // A quote too wide to deal on says nothing about the barriers.
    const isFirst = !this.#hasDealt && spread(tick) <= (bot.widestSpread ?? Number.POSITIVE_INFINITY);
    if (isFirst) checkBarriers(bot, spread(tick));
    this.#hasDealt ||= isFirst;
    return this.#bot.onTick(tick);
  }

  #onEvent(event: FeedEvent): void {
    if (this.#isOver) return;
    if (event.kind === 'failed') return this.#fail(event.error);
    const reason = event.kind === 'connected' ? {} : { reason: event.reason };
    this.#parts.log.info({ event: `feed-${event.kind}`, ...reason });
    if (event.kind === 'ended') this.#finishWith('ended');
  }

  #onStored(group: MarketGroup): void {
    this.#presence.noteStored();
    this.#exporter.noteStored(group);
  }

  #onWriteFailed(error: unknown): void {
    const isAway = error instanceof StoreUnreachable;
    this.#fail(isAway ? new TicksLost(this.#writer.waitingTicks, error) : error);
  }

  /** The first failure is the one that is told; what was received before it is still kept. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#finishWith('stopped');
    this.#giveUpStoreLater();
  }

  #giveUpStoreLater(): void {
    setTimeout(() => this.#storeGivenUp.abort(), this.#parts.timing.flushMs).unref();
  }

  #finishWith(end: StreamerEnd): void {
    this.#isOver = true;
    this.#end.resolve(end);
  }

  #reportProgress(): void {
    const parts = {
      capture: this.#capture,
      bot: this.#bot,
      exporter: this.#exporter,
      writer: this.#writer,
      clock: this.#clock,
    };
    const counts = {
      ticksBefore: this.#resumed.counts.ticks,
      eventTimeMs: this.#eventTimeMs,
      refusedByFeed: this.#refusedByFeed,
      dropped: this.#presence.dropped,
    };
    this.#parts.log.info(progressLine(parts, this.#parts.configuration.batch.size, counts));
  }
}
