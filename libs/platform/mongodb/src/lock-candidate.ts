import type { Collection } from 'mongodb';
import type { LockDocument } from './documents.ts';
import { insertIfNew } from './insert-if-new.ts';

const FREE = '';

type Observation = { readonly holder: string; readonly beat: number; readonly sinceMs: number };

/**
 * Takes the lock when it is free, or when its holder's beat has not moved for `takeOverAfterMs`. How long that is,
 * is measured here, between two readings of this process's own monotonic clock: no two clocks are ever compared.
 */
export class LockCandidate {
  readonly #locks: Collection<LockDocument>;
  readonly #holder: string;
  readonly #takeOverAfterMs: number;
  readonly #clock: () => number;
  #seen: Observation | undefined;

  constructor(
    locks: Collection<LockDocument>,
    holder: string,
    timing: { readonly takeOverAfterMs: number; readonly clock: () => number },
  ) {
    this.#locks = locks;
    this.#holder = holder;
    this.#takeOverAfterMs = timing.takeOverAfterMs;
    this.#clock = timing.clock;
  }

  /** @returns the clock just before the lock was taken, from where its time counts; undefined while another has it */
  async take(): Promise<number | undefined> {
    const askedMs = this.#clock();
    const found = await this.#locks.findOne({ _id: 'writer' });
    if (!found) {
      const first = { _id: 'writer', holder: this.#holder, beat: 1 } as const;
      return (await insertIfNew(this.#locks, first)) ? askedMs : undefined;
    }
    if (!this.#mayTake(found, askedMs)) return undefined;
    const { holder, beat } = found;
    const tookMs = this.#clock();
    const { matchedCount } = await this.#locks.updateOne(
      { _id: 'writer', holder, beat },
      { $set: { holder: this.#holder, beat: beat + 1 } },
    );
    return matchedCount ? tookMs : undefined;
  }

  /** @returns false when the lock is another's by now */
  async beat(): Promise<boolean> {
    const held = { _id: 'writer', holder: this.#holder } as const;
    return (await this.#locks.updateOne(held, { $inc: { beat: 1 } })).matchedCount === 1;
  }

  /** Tried once more when it fails: what is not given back is free only when its time is over. */
  async release(): Promise<void> {
    const held = { _id: 'writer', holder: this.#holder } as const;
    const free = { $set: { holder: FREE }, $inc: { beat: 1 } } as const;
    await this.#locks.updateOne(held, free).catch(() => this.#locks.updateOne(held, free));
  }

  /** Whether another process has it, dead or alive. */
  async isTaken(): Promise<boolean> {
    const found = await this.#locks.findOne({ _id: 'writer' });
    return found !== null && found.holder !== FREE && found.holder !== this.#holder;
  }

  /** It is this one's own when an earlier attempt was applied and its acknowledgement lost. */
  #mayTake({ holder, beat }: LockDocument, askedMs: number): boolean {
    if (holder === FREE || holder === this.#holder) return true;
    if (this.#seen?.holder !== holder || this.#seen.beat !== beat) {
      this.#seen = { holder, beat, sinceMs: this.#clock() };
      return false;
    }
    return askedMs - this.#seen.sinceMs >= this.#takeOverAfterMs;
  }
}
