import { createIgPriceFeed, LoginSpacing } from '@moving-ground/lightstreamer';
import type { FeedListener, PriceFeed } from '@moving-ground/market';
import { CREDENTIALS, EPIC } from '../ig/offer.ts';

/** The real client. The offline IG has no cache of logins, so they need no minute between them. */
export function igFeed(url: string): PriceFeed {
  return createIgPriceFeed({
    baseUrl: `${url}/gateway/deal`,
    credentials: CREDENTIALS,
    epic: EPIC,
    logins: new LoginSpacing(),
  });
}

/** Tells of the first price, which begins what is measured: login and connecting do not count. */
export function withFirstTick(feed: PriceFeed, onFirst: () => void): PriceFeed {
  let hasBegun = false;
  return {
    start: (listener: FeedListener) =>
      feed.start({
        ...listener,
        onTick: (tick, isSnapshot) => {
          if (!hasBegun) onFirst();
          hasBegun = true;
          listener.onTick(tick, isSnapshot);
        },
        onRefused: (reason) => listener.onRefused(reason),
        onEvent: (event) => listener.onEvent(event),
      }),
    stop: () => feed.stop(),
  };
}
