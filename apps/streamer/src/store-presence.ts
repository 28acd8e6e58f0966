import type { StoreUnreachable } from '@moving-ground/market';
import type { Log } from './log.ts';

/** Tells when the store stops to answer, and when it answers again. */
export class StorePresence {
  readonly #log: Log;
  readonly #waitingTicks: () => number;
  #isAway = false;

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
}
