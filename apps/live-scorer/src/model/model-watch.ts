import { setTimeout as pause } from 'node:timers/promises';
import { isSameServed, type Served } from './served-model.ts';

export type ModelWatchParts = {
  /** Rejects when it cannot be told. */
  readonly look: () => Promise<Served>;
  readonly everyMs: number;
  /** What was seen is believed this long when nothing can be seen any more. */
  readonly believedMs: number;
  /** A clock that never goes back, milliseconds. */
  readonly steadyMs: () => number;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  /** @param sinceMs epoch milliseconds of the last look that saw what was before: from then on it is not certain */
  readonly onChange: (before: Served, now: Served, sinceMs: number) => void;
};

const STARTING: Served = { kind: 'model-unknown', reason: 'the endpoint was not looked at yet' };

/** Looks again and again at what is behind the endpoint. */
export class ModelWatch {
  readonly #parts: ModelWatchParts;
  readonly #stopped = new AbortController();
  #served: Served = STARTING;
  #seenAtMs: number;
  #agreedAtMs: number;
  #following: Promise<void> | undefined;

  constructor(parts: ModelWatchParts) {
    this.#parts = parts;
    this.#seenAtMs = parts.steadyMs();
    this.#agreedAtMs = parts.nowMs();
  }

  get served(): Served {
    return this.#served;
  }

  start(): void {
    this.#following = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#following;
  }

  /** One look, and what follows from it. */
  async look(): Promise<void> {
    const { look, nowMs, steadyMs } = this.#parts;
    const [atMs, seenAtMs] = [nowMs(), steadyMs()];
    const told = await look().catch((error: unknown) => error as Error);
    if (this.#stopped.signal.aborted) return;
    if ('kind' in told) {
      this.#seenAtMs = seenAtMs;
      this.#turn(told, atMs);
    } else if (steadyMs() - this.#seenAtMs > this.#parts.believedMs) {
      const reason = `the endpoint cannot be looked at: ${told.name}: ${told.message}`;
      this.#turn({ kind: 'model-unknown', reason }, atMs);
    }
  }

  #turn(served: Served, atMs: number): void {
    const [before, sinceMs] = [this.#served, this.#agreedAtMs];
    this.#served = served;
    this.#agreedAtMs = atMs;
    if (!isSameServed(before, served)) this.#parts.onChange(before, served, sinceMs);
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.look();
      // A stop ends the pause early by a rejection: the loop sees the same signal.
      await pause(this.#parts.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
