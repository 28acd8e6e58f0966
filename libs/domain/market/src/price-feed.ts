import type { PriceTick } from './price-tick.ts';

/** What a feed tells besides prices. */
export type FeedEvent =
  | { readonly kind: 'connected' }
  | { readonly kind: 'interrupted'; readonly reason: string }
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: Error };

export type FeedListener = {
  /** `isSnapshot`: the price as it stood at the (re)subscription, not a new change. */
  readonly onTick: (tick: PriceTick, isSnapshot: boolean) => void;
  /** A price that could not be understood, counted and never traded on. */
  readonly onRefused: (reason: string) => void;
  readonly onEvent: (event: FeedEvent) => void;
};

/** Live prices in the order the source sends them. */
export interface PriceFeed {
  /** Begins to call the listener; resolves once subscribed, rejects when the source refuses. */
  start(listener: FeedListener): Promise<void>;
  stop(): Promise<void>;
}
