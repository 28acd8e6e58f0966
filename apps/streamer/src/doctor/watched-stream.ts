import {
  endOfServerError,
  endOfSubscriptionError,
  priceItem,
  PriceStream,
  type OpenSession,
} from '@moving-ground/lightstreamer';
import type { HeardPrice } from './check.ts';

/** Why there is no stream, and whether trying again may help. */
export type StreamFault = { readonly reason: string; readonly isForGood: boolean };

/** One connection with one subscription, and the first of everything that comes over it. */
export class WatchedStream {
  readonly #subscribed = Promise.withResolvers<'subscribed'>();
  readonly #ended = Promise.withResolvers<StreamFault>();
  readonly #live = Promise.withResolvers<HeardPrice>();
  readonly #snapshot = Promise.withResolvers<HeardPrice>();
  #stream: PriceStream | undefined;
  #status = 'not connected';
  #unreadable: string | undefined;

  /** @param now epoch milliseconds by this machine's clock */
  static async open(session: OpenSession, epic: string, now: () => number): Promise<WatchedStream> {
    const watched = new WatchedStream();
    const item = priceItem(session.accountId, epic);
    watched.#stream = await PriceStream.open(session, epic, {
      onTick: (tick, isSnapshot) => watched.#hear({ tick, isSnapshot, receivedMs: now() }),
      onRefused: (reason) => (watched.#unreadable ??= reason),
      onSubscribed: () => watched.#subscribed.resolve('subscribed'),
      onStatus: (status) => (watched.#status = status),
      onServerError: (code, message) => watched.#end(endOfServerError(code, message)),
      onSubscriptionError: (code, message) => watched.#end(endOfSubscriptionError(code, message, item)),
    });
    return watched;
  }

  /** The library's word for the connection. */
  get status(): string {
    return this.#status;
  }

  /** Why the first update that was no price was none. */
  get unreadable(): string | undefined {
    return this.#unreadable;
  }

  /** Undefined when neither happens in time. */
  subscribed(ms: number): Promise<'subscribed' | StreamFault | undefined> {
    return within(ms, [this.#subscribed.promise, this.#ended.promise]);
  }

  /** The first price that is a change, or in a closed market the one that stands; undefined when none comes in time. */
  async price(ms: number): Promise<HeardPrice | StreamFault | undefined> {
    const closed = this.#snapshot.promise.then((price) => (isClosed(price) ? price : this.#live.promise));
    return within(ms, [this.#live.promise, closed, this.#ended.promise]);
  }

  /** The price as it stood at the subscription, if it has come. */
  standing(): Promise<HeardPrice | undefined> {
    return Promise.race([this.#snapshot.promise, Promise.resolve(undefined)]);
  }

  async close(): Promise<void> {
    await this.#stream?.close();
  }

  #hear(price: HeardPrice): void {
    if (price.isSnapshot) this.#snapshot.resolve(price);
    // A market that closes while it is watched says so in a change.
    else this.#live.resolve(price);
  }

  #end(end: ReturnType<typeof endOfServerError>): void {
    if (end.kind === 'refused') this.#ended.resolve({ reason: end.error.message, isForGood: true });
    else if (end.kind === 'lost') this.#ended.resolve({ reason: end.reason, isForGood: false });
    else this.#ended.resolve({ reason: 'the recording that is played has ended', isForGood: true });
  }
}

function isClosed({ tick }: HeardPrice): boolean {
  return tick.marketState === 'CLOSED';
}

async function within<T extends readonly Promise<unknown>[]>(
  ms: number,
  promises: readonly [...T],
): Promise<Awaited<T[number]> | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ms);
  const first = Promise.race([...promises, late.promise]) as Promise<Awaited<T[number]> | undefined>;
  return first.finally(() => clearTimeout(timer));
}
