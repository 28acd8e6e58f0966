import type { FeedEvent, FeedListener, PriceFeed } from '@moving-ground/market';
import { sleep, type Clock } from './clock.ts';
import type { FeedLog } from './feed-log.ts';
import { rebuildDelay, type FeedTiming } from './feed-timing.ts';
import { priceItem } from './price-fields.ts';
import { IgRefused } from './rest/ig-errors.ts';
import type { IgSession } from './rest/ig-session.ts';
import type { OpenSession } from './rest/log-in.ts';
import { PriceStream } from './stream/price-stream.ts';
import {
  endOfServerError,
  endOfSubscriptionError,
  FeedLost,
  RECORDING_ENDED,
  StreamRefused,
  type StreamEnd,
} from './stream/stream-refusal.ts';
import { Watchdog } from './stream/watchdog.ts';

export type IgPriceFeedParts = {
  readonly session: IgSession;
  readonly epic: string;
  readonly log: FeedLog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: FeedTiming;
};

/** The prices of one IG market, kept coming: every way the stream can end leads to a new one, or to an event. */
export class IgPriceFeed implements PriceFeed {
  readonly #parts: IgPriceFeedParts;
  readonly #stopping = new AbortController();
  readonly #subscribed = Promise.withResolvers<undefined>();
  readonly #watchdog: Watchdog;
  #listener: FeedListener | undefined;
  #running: Promise<void> = Promise.resolve();
  #isSubscribed = false;
  #isConnected = false;
  #attempt = 0;
  #lostSinceMs: number;
  #subscribedSinceMs = Number.POSITIVE_INFINITY;

  constructor(parts: IgPriceFeedParts) {
    this.#parts = parts;
    this.#lostSinceMs = parts.clock.now();
    this.#watchdog = new Watchdog(parts.timing, parts.clock.now());
  }

  start(listener: FeedListener): Promise<void> {
    if (this.#listener) throw new Error('the feed was started before: make a new one');
    this.#listener = listener;
    this.#lostSinceMs = this.#parts.clock.now();
    this.#running = this.#run();
    return this.#subscribed.promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the feed was stopped'));
    await this.#running;
    await this.#parts.session.logOut();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      while (!signal.aborted) {
        const end = await this.#once();
        if (signal.aborted) break;
        if (end.kind === 'recording-ended') return this.#end();
        if (end.kind === 'refused') throw end.error;
        await this.#waitToRebuild(end.reason);
      }
      this.#subscribed.resolve(undefined);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** One client from its session to its end. @throws IgRefused */
  async #once(): Promise<StreamEnd> {
    let session: OpenSession;
    try {
      session = await this.#parts.session.ensure(this.#stopping.signal);
    } catch (error) {
      if (error instanceof IgRefused) throw error;
      return { kind: 'lost', reason: (error as Error).message, areTokensSuspect: false };
    }
    const end = await this.#stream(session);
    if (end.kind === 'lost' && end.areTokensSuspect) this.#parts.session.forget();
    return end;
  }

  async #stream(session: OpenSession): Promise<StreamEnd> {
    const { epic, clock } = this.#parts;
    const { signal } = this.#stopping;
    const ended = Promise.withResolvers<StreamEnd>();
    const item = priceItem(session.accountId, epic);
    this.#watchdog.noteRebuild(clock.now());
    const stream = await PriceStream.open(session, epic, {
      onTick: (tick, isSnapshot) => {
        this.#watchdog.noteTick(clock.now(), tick.marketState, isSnapshot);
        this.#listener?.onTick(tick, isSnapshot);
      },
      onRefused: (reason) => this.#listener?.onRefused(reason),
      onSubscribed: () => this.#onSubscribed(),
      onStatus: (status) => this.#onStatus(status),
      onServerError: (code, message) => ended.resolve(endOfServerError(code, message)),
      onSubscriptionError: (code, message) => ended.resolve(endOfSubscriptionError(code, message, item)),
    });
    const stop = (): void => ended.resolve({ kind: 'lost', reason: 'stopped', areTokensSuspect: false });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const unwatch = this.#watch(stream, ended.resolve);
    const end = await ended.promise;
    unwatch();
    signal.removeEventListener('abort', stop);
    await stream.close();
    return end;
  }

  #watch(stream: PriceStream, end: (end: StreamEnd) => void): () => void {
    const { clock, timing, log } = this.#parts;
    const look = (): void => {
      const remedy = this.#watchdog.check(clock.now());
      if (remedy) log.warn({ event: 'feed-watchdog', ...remedy });
      if (remedy?.action === 'rebuild') end({ kind: 'lost', reason: remedy.reason, areTokensSuspect: false });
      if (remedy?.action === 'resubscribe') stream.resubscribe();
      cancel = clock.after(timing.watch, look);
    };
    let cancel = clock.after(timing.watch, look);
    return () => cancel();
  }

  #onSubscribed(): void {
    this.#isSubscribed = true;
    this.#subscribedSinceMs = this.#parts.clock.now();
    this.#subscribed.resolve(undefined);
    this.#setConnected();
  }

  #onStatus(status: string): void {
    this.#watchdog.noteStatus(this.#parts.clock.now(), status);
    this.#parts.log.info({ event: 'feed-status', status });
    // Without a colon it is the end, which the server's error explains.
    if (status.startsWith('DISCONNECTED:')) this.#setInterrupted(status);
    // A recovered session keeps its subscription, so nothing else tells that prices come again.
    else if (status.endsWith('-STREAMING') && this.#isSubscribed) this.#setConnected();
  }

  #setConnected(): void {
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.#tell({ kind: 'connected' });
  }

  #setInterrupted(reason: string): void {
    // Only a session that is being recovered still has its subscription.
    if (reason !== 'DISCONNECTED:TRYING-RECOVERY') this.#isSubscribed = false;
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#lostSinceMs = this.#parts.clock.now();
    this.#tell({ kind: 'interrupted', reason });
  }

  /** @throws FeedLost after the budget */
  async #waitToRebuild(reason: string): Promise<void> {
    const { clock, timing, random, log } = this.#parts;
    this.#setInterrupted(reason);
    if (clock.now() - this.#subscribedSinceMs > timing.steady) this.#attempt = 0;
    this.#subscribedSinceMs = Number.POSITIVE_INFINITY;
    const lostMs = clock.now() - this.#lostSinceMs;
    if (lostMs > timing.budget)
      throw new FeedLost(
        `no prices for ${Math.round(lostMs / 1000)} s, given up; the last reason: ${reason}`,
      );
    const delayMs = rebuildDelay(this.#attempt, timing, random);
    this.#attempt += 1;
    log.warn({ event: 'feed-rebuild', reason, attempt: this.#attempt, delayMs: Math.round(delayMs) });
    await sleep(clock, delayMs, this.#stopping.signal);
  }

  #end(): void {
    this.#subscribed.resolve(undefined);
    this.#tell({ kind: 'ended', reason: RECORDING_ENDED.message });
  }

  /** Before the first subscription `start` rejects; afterwards the event tells. */
  #fail(error: Error): void {
    const isRefusal = error instanceof IgRefused || error instanceof StreamRefused;
    this.#parts.log.warn({ event: 'feed-failed', isRefusal, reason: error.message });
    this.#subscribed.promise.then(
      () => this.#tell({ kind: 'failed', error }),
      () => undefined,
    );
    this.#subscribed.reject(error);
  }

  #tell(event: FeedEvent): void {
    this.#listener?.onEvent(event);
  }
}
