import { StoreUnreachable } from '@moving-ground/market';
import { applyWork } from './apply-work.ts';
import type { Collections } from './collections.ts';
import type { Work } from './documents.ts';
import { insertIfNew } from './insert-if-new.ts';
import { refuseTooLarge } from './refuse-too-large.ts';
import { storeError } from './store-error.ts';

/**
 * One document, `last`, holds the last write until all of it is in the other collections. It names its writer: what
 * a displaced writer still sends is refused by the server itself, however late it arrives. Writes are numbered, and
 * a number is never used again, so that a write which was given up for lost and arrives late changes nothing.
 */
export class WriteAhead {
  readonly #collections: Collections;
  readonly #writer: string;
  #number = 0;
  #isClaimed = false;
  /** Whether the document may hold work of this writer that is not all in the other collections. */
  #isOwing = false;

  constructor(collections: Collections, writer: string) {
    this.#collections = collections;
    this.#writer = writer;
  }

  get isClaimed(): boolean {
    return this.#isClaimed;
  }

  /** Becomes the writer, and finishes what the writer before left unfinished. */
  async claim(): Promise<void> {
    this.#isClaimed = false;
    const { groups } = this.#collections;
    await insertIfNew(groups, { _id: 'last', writer: this.#writer, number: 0 });
    const found = await groups.findOneAndUpdate(
      { _id: 'last' },
      { $set: { writer: this.#writer } },
      { returnDocument: 'after' },
    );
    this.#number = Math.max(this.#number, found?.number ?? 0);
    if (found?.work) await this.#finish(found.number, found.work);
    this.#isOwing = false;
    this.#isClaimed = true;
  }

  /**
   * Resolves when the work is durable. If the server then goes away, the rest is owed, not lost.
   * @throws StoreRefused when the work is larger than a document may be
   * @returns false when another writer has claimed the document, and nothing was written
   */
  async write(work: Work): Promise<boolean> {
    refuseTooLarge(work);
    await this.settle();
    const number = ++this.#number;
    this.#isOwing = true;
    const { matchedCount } = await this.#collections.groups.updateOne(
      { _id: 'last', writer: this.#writer, number: { $lt: number } },
      { $set: { number, work } },
    );
    if (matchedCount === 0) {
      this.#isClaimed = false;
      return false;
    }
    try {
      await this.#finish(number, work);
      this.#isOwing = false;
    } catch (error) {
      if (!(storeError(error) instanceof StoreUnreachable)) throw error;
    }
    return true;
  }

  /** Brings in what an interrupted write of this writer left behind. */
  async settle(): Promise<void> {
    if (!this.#isOwing) return;
    const found = await this.#collections.groups.findOne({ _id: 'last', writer: this.#writer });
    if (found?.work) await this.#finish(found.number, found.work);
    this.#isOwing = false;
  }

  async #finish(number: number, work: Work): Promise<void> {
    await applyWork(this.#collections, work);
    const mine = { _id: 'last', writer: this.#writer, number } as const;
    await this.#collections.groups.updateOne(mine, { $unset: { work: '' } });
  }
}
