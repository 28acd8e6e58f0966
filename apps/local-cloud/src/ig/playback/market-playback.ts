import { setImmediate as otherEvents, setTimeout as pause } from 'node:timers/promises';
import { RECORDING_ENDED } from '@moving-ground/lightstreamer';
import type { PriceTick } from '@moving-ground/market';
import type { MarketSource } from '../../market/market-source.ts';
import type { IgFaults } from '../faults.ts';
import type { Login } from '../rest/ig-logins.ts';
import type { DataSession } from '../tlcp/data-session.ts';
import type { MarketPosition } from './market-position.ts';
import { Pace } from './pace.ts';
import { StandingPrice } from './standing-price.ts';

export type MarketPlaybackParts = {
  readonly source: MarketSource;
  readonly speed: number | 'max';
  /** A bound on full speed; absent: none. */
  readonly mostTicksASecond?: number | undefined;
  readonly paused: () => boolean;
  readonly position: MarketPosition;
  readonly faults: IgFaults;
  /** The source cannot go on; nothing is sent any more. */
  readonly onFailure: (error: Error) => void;
};

/** Ticks in one frame. */
const FRAME = 256;
const POLL_MS = 20;
/** The library hands out what it has read within its 50 ms beat. */
const HANDED_OUT_MS = 100;

/** Moves the market: every tick of the source, in order, to the session that listens, no faster than it reads. */
export class MarketPlayback {
  readonly #parts: MarketPlaybackParts;
  readonly #pace: Pace;
  readonly #running: Promise<void>;
  #woken = Promise.withResolvers<undefined>();
  #session: DataSession | undefined;
  #servedLogin: Login | undefined;
  readonly #price = new StandingPrice();
  #isRewound = false;
  #isClosed = false;

  constructor(parts: MarketPlaybackParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.speed, parts.mostTicksASecond, () => parts.faults.burstTicksASecond);
    this.#running = this.#run().catch((error: unknown) => parts.onFailure(error as Error));
  }

  /** The price as it stands, for a new subscription. */
  get snapshot(): PriceTick | undefined {
    return this.#price.before(this.#parts.faults.staleSnapshotMs);
  }

  /** From now on this session gets the ticks. A client that begins anew gets the latest of them once more. */
  attach(session: DataSession): void {
    const begins = session.login !== this.#servedLogin && session.login.isNewClient;
    this.#servedLogin = session.login;
    this.#session = session;
    if (begins && this.#price.last) {
      this.#isRewound = true;
      this.#price.forget();
    }
    this.wake();
  }

  /** Something has changed that the market may have been waiting for. */
  wake(): void {
    this.#woken.resolve(undefined);
    this.#woken = Promise.withResolvers();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.wake();
    await this.#running;
    this.#parts.position.save();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const isWholeSent = (await this.#untilReady()) && (await this.#play());
      if (isWholeSent) await this.#tellEnd();
      this.#isRewound = false;
    }
  }

  /** From where a new client begins to the end; false when that is overtaken by another beginning. */
  async #play(): Promise<boolean> {
    const { source, position } = this.#parts;
    const fromMs = position.resumeFromMs;
    this.#pace.restart(position.positionMs);
    for await (const group of source()) {
      const ticks =
        (group[0]?.timeMs ?? 0) >= fromMs ? group : group.filter(({ timeMs }) => timeMs >= fromMs);
      // Passing over what is known must not keep others from running.
      if (ticks.length === 0) await otherEvents();
      if (!(await this.#send(ticks))) return false;
    }
    position.save();
    return true;
  }

  async #send(ticks: readonly PriceTick[]): Promise<boolean> {
    let next = 0;
    while (next < ticks.length) {
      if (!(await this.#untilReady())) return false;
      const end = this.#dueUntil(ticks, next);
      if (end > next) this.#sendFrame(ticks, next, end);
      const restMs = this.#pace.restMs(end - next, performance.now());
      if (restMs > 0) await pause(restMs);
      next = end;
      if (next < ticks.length) await this.#untilDue(ticks[next]);
    }
    return true;
  }

  #dueUntil(ticks: readonly PriceTick[], from: number): number {
    const nowMs = performance.now();
    let end = from;
    for (const tick of ticks.slice(from, from + FRAME)) {
      if (this.#pace.waitMs(tick, nowMs) > 0) break;
      end += 1;
    }
    return end;
  }

  #sendFrame(ticks: readonly PriceTick[], from: number, end: number): void {
    const { position } = this.#parts;
    for (const tick of ticks.slice(from, end)) {
      this.#session?.send(tick);
      position.advance(tick.timeMs);
    }
    const last = ticks[end - 1];
    if (last) this.#price.stand(last);
    this.#session?.flush();
    position.saveNowAndThen();
  }

  async #untilDue(tick: PriceTick | undefined): Promise<void> {
    const waitMs = tick ? this.#pace.waitMs(tick, performance.now()) : 0;
    await (waitMs > 0 ? pause(Math.min(waitMs, HANDED_OUT_MS)) : otherEvents());
  }

  /** Waits until a tick may be sent; false when the market is rewound or closed. */
  async #untilReady(): Promise<boolean> {
    while (!this.#isClosed && !this.#isRewound) {
      const isListening = this.#isListening();
      if (isListening && this.#parts.faults.closed) this.#tellClosed();
      if (isListening && !this.#isHeld()) return true;
      await (isListening ? pause(POLL_MS) : this.#woken.promise);
    }
    return false;
  }

  #isHeld(): boolean {
    const { faults, paused } = this.#parts;
    return faults.mute || faults.silent || faults.closed || paused();
  }

  /** A burst does not wait for those who read slowly. */
  #isListening(): boolean {
    const session = this.#session;
    return this.#parts.faults.burstTicksASecond > 0
      ? session?.isSubscribed === true
      : session?.isReady === true;
  }

  #tellClosed(): void {
    const { last } = this.#price;
    if (!last || last.marketState === 'CLOSED') return;
    const closed = { ...last, marketState: 'CLOSED' } as const;
    this.#session?.send(closed);
    this.#session?.flush();
    this.#price.stand(closed);
  }

  /** To whoever listens, and again to a client that comes back: there are no more prices. */
  async #tellEnd(): Promise<void> {
    while (await this.#untilReady()) {
      await pause(HANDED_OUT_MS);
      const session = this.#session;
      if (!session?.hasReadAll) continue;
      session.end(RECORDING_ENDED.code, RECORDING_ENDED.message);
      if (this.#session === session) this.#session = undefined;
    }
  }
}
