import type { MarketGroup, MarketStore, Order, StoredTick, Transaction } from '@moving-ground/market';
import type { Dealings } from '@moving-ground/deal';

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
  readonly onStored: (group: MarketGroup) => void;
  readonly onFailure: (error: unknown) => void;
};

type OpenGroup = { ticks: StoredTick[]; opened: Order[]; completed: Transaction[] };

/** Collects ticks with all they caused, and writes them in groups, one after the other: one fsync for many ticks. */
export class GroupWriter {
  readonly #parts: GroupWriterParts;
  #open = emptyGroup();
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(parts: GroupWriterParts) {
    this.#parts = parts;
  }

  get isFull(): boolean {
    return this.#open.ticks.length >= this.#parts.limits.waitingTicks;
  }

  /** A tick and its dealings are never split: they go into one group. */
  add(tick: StoredTick, { opened, completed }: Dealings): void {
    this.#open.ticks.push(tick);
    for (const order of opened) this.#open.opened.push(order);
    for (const transaction of completed) this.#open.completed.push(transaction);
    if (this.#open.ticks.length >= this.#parts.limits.ticks) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), this.#parts.limits.milliseconds);
  }

  /** Resolves when all that was added is durable, or the store has failed. */
  async finish(): Promise<void> {
    while (this.#open.ticks.length > 0 && !this.#hasFailed) {
      this.#write();
      await this.#writing;
    }
    await this.#writing;
    clearTimeout(this.#timer);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#open.ticks.length > 0 && !this.#hasFailed) {
        const group = this.#open;
        this.#open = emptyGroup();
        await this.#parts.store.record(group);
        this.#parts.onStored(group);
      }
    } catch (error) {
      this.#hasFailed = true;
      this.#parts.onFailure(error);
    }
  }
}

function emptyGroup(): OpenGroup {
  return { ticks: [], opened: [], completed: [] };
}
