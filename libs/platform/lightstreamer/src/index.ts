export { systemClock, type Clock } from './clock.ts';
export { createIgPriceFeed, type IgPriceFeedSettings } from './create-ig-price-feed.ts';
export type { FeedLog } from './feed-log.ts';
export { FEED_TIMING, type FeedTiming } from './feed-timing.ts';
export { mapPrice, UnusablePrice } from './map-price.ts';
export { PRICE_ADAPTER, PRICE_FIELDS, priceItem, type PriceField, type PriceValues } from './price-fields.ts';
export { IgAllowanceExceeded, IgRefused, IgTokensInvalid, IgUnavailable } from './rest/ig-errors.ts';
export { igRequest, type IgAnswer, type IgRequest } from './rest/ig-request.ts';
export { logIn, onAccount, type IgCredentials, type OpenSession } from './rest/log-in.ts';
export { LoginSpacing } from './rest/login-spacing.ts';
export { PriceStream, type StreamListener } from './stream/price-stream.ts';
export {
  endOfServerError,
  endOfSubscriptionError,
  FeedLost,
  RECORDING_ENDED,
  StreamRefused,
} from './stream/stream-refusal.ts';
