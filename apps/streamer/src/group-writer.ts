import type { MarketGroup, MarketStore, Order, StoredTick, Transaction } from '@moving-ground/market';
import type { Dealings } from '@moving-ground/deal';
import { untilReachable, type Patience } from './until-reachable.ts';

export type GroupLimits = {
  /** A group is written when it has this many ticks ... */
  readonly ticks: number;
  /** ... or when its first tick has waited this long. */
  readonly milliseconds: number;
  /** Ticks that may wait while the store is busy; beyond it the writer is full. */
  readonly waitingTicks: number;
};

export const GROUP_LIMITS: GroupLimits = { ticks: 1_000, milliseconds: 100, waitingTicks: 100_000 };

export type GroupWriterParts = {
  readonly store: MarketStore;
  readonly limits: GroupLimits;
  readonly patience: Patience;
  readonly onStored: (group: MarketGroup) => void;
  readonly onFailure: (error: unknown) => void;
};

type OpenGroup = { ticks: StoredTick[]; opened: Order[]; completed: Transaction[] };

/** Collects ticks with all they caused, and writes them in groups, one after the other: one fsync for many ticks. */
export class GroupWriter {
  readonly #parts: GroupWriterParts;
  /** Oldest first; all but the last are as large as a group may be. */
  readonly #groups: OpenGroup[] = [];
  #waitingTicks = 0;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(parts: GroupWriterParts) {
    this.#parts = parts;
  }

  get isFull(): boolean {
    return this.#waitingTicks >= this.#parts.limits.waitingTicks;
  }

  /** Ticks that were taken and are not known to be stored. */
  get waitingTicks(): number {
    return this.#waitingTicks;
  }

  /** A tick and its dealings are never split: they go into one group. */
  add(tick: StoredTick, { opened, completed }: Dealings): void {
    const group = this.#openGroup();
    group.ticks.push(tick);
    for (const order of opened) group.opened.push(order);
    for (const transaction of completed) group.completed.push(transaction);
    this.#waitingTicks += 1;
    if (group.ticks.length >= this.#parts.limits.ticks) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), this.#parts.limits.milliseconds);
  }

  /** Resolves when all that was added is durable, or the store has failed. */
  async finish(): Promise<void> {
    while (this.#groups.length > 0 && !this.#hasFailed) {
      this.#write();
      await this.#writing;
    }
    await this.#writing;
    clearTimeout(this.#timer);
  }

  #openGroup(): OpenGroup {
    const last = this.#groups.at(-1);
    if (last && last.ticks.length < this.#parts.limits.ticks) return last;
    const group: OpenGroup = { ticks: [], opened: [], completed: [] };
    this.#groups.push(group);
    return group;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    const { store, patience, onStored, onFailure } = this.#parts;
    try {
      for (let group = this.#groups.shift(); group && !this.#hasFailed; group = this.#groups.shift()) {
        const { ticks, opened, completed } = group;
        // The same group again, however much of the first attempt was stored: its keys make it one.
        await untilReachable(() => store.record({ ticks, opened, completed }), patience);
        this.#waitingTicks -= ticks.length;
        onStored(group);
      }
    } catch (error) {
      this.#hasFailed = true;
      onFailure(error);
    }
  }
}
