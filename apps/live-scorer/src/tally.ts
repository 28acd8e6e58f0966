import type { Reading, StateName } from './reading.ts';

/** How many seconds came to what, since the start and since it was last asked. */
export class Tally {
  readonly #all = new Map<StateName, number>();
  #since = new Map<StateName, number>();

  count({ state }: Pick<Reading, 'state'>): void {
    this.#all.set(state, (this.#all.get(state) ?? 0) + 1);
    this.#since.set(state, (this.#since.get(state) ?? 0) + 1);
  }

  get all(): Readonly<Partial<Record<StateName, number>>> {
    return Object.fromEntries(this.#all);
  }

  /** Counts since the call before. */
  take(): Readonly<Partial<Record<StateName, number>>> {
    const taken = Object.fromEntries(this.#since);
    this.#since = new Map();
    return taken;
  }
}
