import { sleep, type Clock } from '../clock.ts';

/** Keeps logins apart. */
export class LoginSpacing {
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Resolves when the next login may be sent, and counts it as sent. */
  async turn(clock: Clock, spacingMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && clock.now() < this.#lastMs + spacingMs)
      await sleep(clock, this.#lastMs + spacingMs - clock.now(), signal);
    this.#lastMs = clock.now();
  }

  /** IG answers the same for a minute from its answer on, which may have been slow. */
  noteAnswer(clock: Clock): void {
    this.#lastMs = clock.now();
  }
}

/** One for the whole process: IG counts by user, whatever the number of feeds. */
export const processLogins = new LoginSpacing();
