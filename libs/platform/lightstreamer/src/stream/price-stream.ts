import type { LightstreamerClient, Subscription } from 'lightstreamer-client-node';
import type { PriceTick } from '@moving-ground/market';
import { mapPrice } from '../map-price.ts';
import { PRICE_ADAPTER, PRICE_FIELDS, priceItem } from '../price-fields.ts';
import type { OpenSession } from '../rest/log-in.ts';

export type StreamListener = {
  readonly onTick: (tick: PriceTick, isSnapshot: boolean) => void;
  readonly onRefused: (reason: string) => void;
  readonly onSubscribed: () => void;
  readonly onStatus: (status: string) => void;
  /** Terminal: the library makes no attempt of its own after it. */
  readonly onServerError: (code: number, message: string) => void;
  readonly onSubscriptionError: (code: number, message: string) => void;
};

/** The library types fields as names, but finds them faster by position, counted from 1. */
type UpdateByPosition = {
  readonly getValue: (position: number) => string | null;
  readonly isSnapshot: () => boolean;
};

/** A disconnected client says so within a few of the library's 50 ms ticks. */
const CLOSING_MS = 1_000;

/** One Lightstreamer connection with one subscription: the prices of one market. */
export class PriceStream {
  readonly #client: LightstreamerClient;
  readonly #makeSubscription: () => Subscription;
  readonly #disconnected = Promise.withResolvers<undefined>();
  #subscription: Subscription;
  #listener: StreamListener | undefined;

  private constructor(client: LightstreamerClient, makeSubscription: () => Subscription) {
    this.#client = client;
    this.#makeSubscription = makeSubscription;
    this.#subscription = makeSubscription();
  }

  /** Connects in the background; everything is told to the listener. */
  static async open(session: OpenSession, epic: string, listener: StreamListener): Promise<PriceStream> {
    // Loading the library keeps the process alive, so it is loaded where it is used, not where it is imported.
    const { default: library } = await import('lightstreamer-client-node');
    const client = new library.LightstreamerClient(session.lightstreamerEndpoint);
    client.connectionDetails.setUser(session.accountId);
    client.connectionDetails.setPassword(`CST-${session.tokens.cst}|XST-${session.tokens.securityToken}`);
    const stream = new PriceStream(client, () => {
      const item = priceItem(session.accountId, epic);
      const subscription = new library.Subscription('MERGE', [item], [...PRICE_FIELDS]);
      subscription.setDataAdapter(PRICE_ADAPTER);
      subscription.setRequestedSnapshot('yes');
      return subscription;
    });
    stream.#begin(listener);
    return stream;
  }

  /** Takes the subscription down and makes it again on the same connection. */
  resubscribe(): void {
    this.#client.unsubscribe(this.#subscription);
    this.#subscription = this.#makeSubscription();
    this.#subscribe();
  }

  /** Nothing is told to the listener any more; resolves when the connection is down, so that the next is the only one. */
  async close(): Promise<void> {
    this.#listener = undefined;
    const isDown = this.#client.getStatus() === 'DISCONNECTED';
    this.#client.disconnect();
    if (isDown) return;
    const timer = setTimeout(() => this.#disconnected.resolve(undefined), CLOSING_MS);
    await this.#disconnected.promise;
    clearTimeout(timer);
  }

  #begin(listener: StreamListener): void {
    this.#listener = listener;
    this.#client.addListener({
      onStatusChange: (status) => {
        if (status === 'DISCONNECTED') this.#disconnected.resolve(undefined);
        this.#listener?.onStatus(status);
      },
      onServerError: (code, message) => this.#listener?.onServerError(code, message),
    });
    this.#subscribe();
    this.#client.connect();
  }

  #subscribe(): void {
    const subscription = this.#subscription;
    const listening = (): StreamListener | undefined =>
      subscription === this.#subscription ? this.#listener : undefined;
    subscription.addListener({
      onItemUpdate: (update) => take(update as unknown as UpdateByPosition, listening()),
      onSubscription: () => listening()?.onSubscribed(),
      onSubscriptionError: (code, message) => listening()?.onSubscriptionError(code, message),
    });
    this.#client.subscribe(subscription);
  }
}

function take(update: UpdateByPosition, listener: StreamListener | undefined): void {
  if (!listener) return;
  const values = PRICE_FIELDS.map((_, i) => update.getValue(i + 1));
  let tick: PriceTick;
  try {
    tick = mapPrice(values);
  } catch (error) {
    listener.onRefused((error as Error).message);
    return;
  }
  listener.onTick(tick, update.isSnapshot());
}
