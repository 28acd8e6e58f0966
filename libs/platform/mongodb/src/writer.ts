import type { WriterLock } from '@moving-ground/market';
import type { Work } from './documents.ts';
import { WriterLockLost } from './errors.ts';
import { Heartbeat, type HeartbeatTiming } from './heartbeat.ts';
import type { LockCandidate } from './lock-candidate.ts';
import { storeError } from './store-error.ts';
import type { WriteAhead } from './write-ahead.ts';

/** One call after the other, writes only while the lock is held; or, without a lock, while nobody holds it. */
export class Writer {
  readonly #ahead: WriteAhead;
  readonly #candidate: LockCandidate;
  readonly #timing: HeartbeatTiming;
  #heartbeat: Heartbeat | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ahead: WriteAhead, candidate: LockCandidate, timing: HeartbeatTiming) {
    this.#ahead = ahead;
    this.#candidate = candidate;
    this.#timing = timing;
  }

  /** Finishes what a crash left, unless another process has the lock: then it is that one's to finish. */
  async claimIfFree(): Promise<void> {
    if (!(await this.#candidate.isTaken())) await this.#ahead.claim();
  }

  /** A call that sees every write before it whole. */
  ask<T>(question: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      if (!this.#heartbeat?.isLost) await this.#ahead.settle();
      return question();
    });
  }

  /** @throws WriterLockLost */
  write(work: Work): Promise<void> {
    return this.#inTurn(async () => {
      await this.#entitle();
      if (await this.#ahead.write(work)) return;
      if (this.#heartbeat) throw this.#heartbeat.lose('another process has written');
      await this.#entitle();
      if (!(await this.#ahead.write(work))) throw new WriterLockLost('another process writes');
    });
  }

  /** Deleting what nobody needs. @throws WriterLockLost */
  sweep<T>(deleting: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#entitle();
      await this.#ahead.settle();
      return deleting();
    });
  }

  tryLock(): Promise<WriterLock | undefined> {
    return this.#inTurn(async () => {
      this.#heartbeat?.check();
      if (!this.#heartbeat && !(await this.#take())) return undefined;
      return this.#heartbeat && { lost: this.#heartbeat.lost, release: () => this.release() };
    });
  }

  /** The next one has the lock at once; a store that cannot be reached lets it expire. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      const heartbeat = this.#heartbeat;
      if (!heartbeat || heartbeat.isLost) return;
      this.#heartbeat = undefined;
      // A server that does not update in one step could bring a late renewal in over the lock given back.
      await heartbeat.ended();
      await this.#candidate.release();
    });
  }

  async #take(): Promise<boolean> {
    const takenMs = await this.#candidate.take();
    if (takenMs === undefined) return false;
    const heartbeat = new Heartbeat(() => this.#candidate.beat(), this.#timing, takenMs);
    try {
      await this.#ahead.claim();
    } catch (error) {
      heartbeat.stop();
      throw error;
    }
    this.#heartbeat = heartbeat;
    return true;
  }

  async #entitle(): Promise<void> {
    this.#heartbeat?.check();
    if (this.#ahead.isClaimed) return;
    if (await this.#candidate.isTaken()) throw new WriterLockLost('another process holds it');
    await this.#ahead.claim();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.#turn.then(work).catch((error: unknown) => {
      throw storeError(error);
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }
}
