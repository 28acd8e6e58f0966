import { WriterLockLost } from './errors.ts';

export type HeartbeatTiming = {
  readonly beatMs: number;
  readonly lostAfterMs: number;
  readonly clock: () => number;
};

/**
 * Renews the lock until it is stopped, or lost: taken by another, or not renewed for `lostAfterMs`. Time counts
 * from before a renewal was sent, for that is the earliest moment at which an observer can have seen it.
 */
export class Heartbeat {
  readonly lost: Promise<Error>;
  readonly #beat: () => Promise<boolean>;
  readonly #timing: HeartbeatTiming;
  readonly #tellLost: (error: Error) => void;
  readonly #interval: NodeJS.Timeout;
  #deadline: NodeJS.Timeout | undefined;
  #renewedMs: number;
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;
  #loss: WriterLockLost | undefined;

  constructor(beat: () => Promise<boolean>, timing: HeartbeatTiming, takenMs: number) {
    const { promise, resolve } = Promise.withResolvers<Error>();
    this.lost = promise;
    this.#tellLost = resolve;
    this.#beat = beat;
    this.#timing = timing;
    this.#renewedMs = takenMs;
    // A renewal that hangs does not hold up the next one, which goes out on another connection.
    this.#interval = setInterval(() => this.#track(this.#renew()), timing.beatMs).unref();
    this.#watch();
  }

  /** @throws WriterLockLost also when the process stood still and no timer has told it yet */
  check(): void {
    if (this.isLost) throw this.#loss;
  }

  get isLost(): boolean {
    if (this.#isOverdue()) this.#giveUp();
    return this.#loss !== undefined;
  }

  lose(why: string): WriterLockLost {
    this.#loss ??= new WriterLockLost(why);
    this.stop();
    this.#tellLost(this.#loss);
    return this.#loss;
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#interval);
    clearTimeout(this.#deadline);
  }

  /** No renewal is under way any more: whatever comes to the lock now comes after all of them. */
  async ended(): Promise<void> {
    this.stop();
    await Promise.all(this.#underWay);
  }

  #track(renewal: Promise<void>): void {
    this.#underWay.add(renewal);
    void renewal.then(() => this.#underWay.delete(renewal));
  }

  async #renew(): Promise<void> {
    const sentMs = this.#timing.clock();
    const kept = await this.#beat().catch(() => undefined);
    // What failed is tried again at the next beat; the deadline decides.
    if (this.#stopped || kept === undefined) return;
    if (!kept) {
      this.lose('another process has taken it over');
      return;
    }
    this.#renewedMs = Math.max(this.#renewedMs, sentMs);
    this.#watch();
  }

  #isOverdue(): boolean {
    return !this.#stopped && this.#timing.clock() - this.#renewedMs >= this.#timing.lostAfterMs;
  }

  #watch(): void {
    clearTimeout(this.#deadline);
    const leftMs = this.#renewedMs + this.#timing.lostAfterMs - this.#timing.clock();
    this.#deadline = setTimeout(() => this.#expire(), Math.max(1, leftMs)).unref();
  }

  /** A timer may come early by part of a millisecond. */
  #expire(): void {
    if (this.#stopped) return;
    if (this.#isOverdue()) this.#giveUp();
    else this.#watch();
  }

  #giveUp(): void {
    this.lose(`it could not be renewed for ${this.#timing.lostAfterMs / 1000} s`);
  }
}
