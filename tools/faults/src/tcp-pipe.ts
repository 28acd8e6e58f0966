import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Direction = 'request' | 'reply';

/** What a pipe asks of its proxy, each time anew. */
export type Conditions = {
  readonly latencyMs: number;
  readonly sliceBytes: number;
  /** Resolves at once unless nothing passes at present. */
  readonly whenOpen: () => Promise<void>;
  /** How many of these bytes still pass; fewer than all when the connection is to be reset behind them. */
  readonly passing: (direction: Direction, bytes: number) => number;
};

/**
 * One direction of a connection. What has arrived is passed on even when its sender has gone meanwhile, as a network
 * does with what is under way.
 */
export class TcpPipe {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #direction: Direction;
  readonly #conditions: Conditions;
  readonly #reset: () => void;
  #queue: Promise<void> = Promise.resolve();

  constructor(
    [from, to]: readonly [Socket, Socket],
    direction: Direction,
    conditions: Conditions,
    reset: () => void,
  ) {
    this.#from = from;
    this.#to = to;
    this.#direction = direction;
    this.#conditions = conditions;
    this.#reset = reset;
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => this.#enqueue(() => this.#pass(bytes)));
    from.on('close', () => this.#enqueue(() => this.#conditions.whenOpen().then(() => this.#end())));
    from.on('error', () => undefined);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(() => undefined);
  }

  async #pass(bytes: Buffer): Promise<void> {
    if (this.#conditions.latencyMs > 0) await delay(this.#conditions.latencyMs);
    await this.#conditions.whenOpen();
    if (this.#to.destroyed) return;
    const passing = this.#conditions.passing(this.#direction, bytes.length);
    await this.#write(bytes.subarray(0, passing));
    if (passing < bytes.length) this.#reset();
  }

  async #write(bytes: Buffer): Promise<void> {
    const step = Math.max(1, this.#conditions.sliceBytes);
    for (let at = 0; at < bytes.length && !this.#to.destroyed; at += step) {
      const slice = bytes.subarray(at, at + step);
      if (!this.#to.write(slice)) await once(this.#to, 'drain');
      // Slices written in one turn would travel as one.
      if (slice.length < bytes.length) await delay(0);
    }
  }

  #end(): void {
    if (this.#from.errored) this.#to.resetAndDestroy();
    else this.#to.end();
  }
}
