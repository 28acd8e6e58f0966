import type { PriceTick } from '@moving-ground/market';

const REMEMBERED = 64;

/** The price as it stands, and how it stood a little before. */
export class StandingPrice {
  #last: PriceTick | undefined;
  /** The last prices of earlier frames, oldest first. */
  readonly #earlier: PriceTick[] = [];

  get last(): PriceTick | undefined {
    return this.#last;
  }

  /** The last tick of a frame. */
  stand(tick: PriceTick): void {
    if (this.#last) this.#earlier.push(this.#last);
    if (this.#earlier.length > REMEMBERED) this.#earlier.shift();
    this.#last = tick;
  }

  /** As it stood so many milliseconds of event time before the last, or as near to that as is remembered. */
  before(ms: number): PriceTick | undefined {
    const last = this.#last;
    if (!last || ms <= 0) return last;
    return this.#earlier.findLast(({ timeMs }) => timeMs <= last.timeMs - ms) ?? this.#earlier[0] ?? last;
  }

  forget(): void {
    this.#last = undefined;
    this.#earlier.length = 0;
  }
}
