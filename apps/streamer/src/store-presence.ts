import type { StoreUnreachable } from '@moving-ground/market';
import type { Log } from './log.ts';

/** Dropped ticks that are told in one line. */
const DROPS_A_LINE = 10_000;

/** Tells when the store stops to answer, when it answers again, and what was dropped in between. */
export class StorePresence {
  readonly #log: Log;
  readonly #waitingTicks: () => number;
  #isAway = false;
  #dropped = 0;

  constructor(log: Log, waitingTicks: () => number) {
    this.#log = log;
    this.#waitingTicks = waitingTicks;
  }

  noteAway({ message: reason }: StoreUnreachable, attempt: number): void {
    this.#isAway = true;
    this.#log.warn({ event: 'store-away', reason, attempt, waitingTicks: this.#waitingTicks() });
  }

  noteStored(): void {
    if (this.#isAway) this.#log.info({ event: 'store-back', waitingTicks: this.#waitingTicks() });
    this.#isAway = false;
  }

  /** Ticks that came when no more could wait. */
  get dropped(): number {
    return this.#dropped;
  }

  noteDropped(eventTimeMs: number): void {
    if (this.#dropped++ % DROPS_A_LINE === 0)
      this.#log.warn({ event: 'ticks-dropped', dropped: this.#dropped, eventTimeMs });
  }
}
