import type { PriceFeed } from '@moving-ground/market';
import { systemClock, type Clock } from './clock.ts';
import { SILENT_LOG, type FeedLog } from './feed-log.ts';
import { FEED_TIMING, type FeedTiming } from './feed-timing.ts';
import { IgPriceFeed } from './ig-price-feed.ts';
import { IgSession } from './rest/ig-session.ts';
import type { IgCredentials } from './rest/log-in.ts';
import { processLogins, type LoginSpacing } from './rest/login-spacing.ts';

export type IgPriceFeedSettings = {
  /** With its path: `https://demo-api.ig.com/gateway/deal`. */
  readonly baseUrl: string;
  readonly credentials: IgCredentials;
  readonly epic: string;
  /** Default: the preferred account of the login. */
  readonly accountId?: string;
  readonly logger?: FeedLog;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** What differs from FEED_TIMING; milliseconds. */
  readonly timing?: Partial<FeedTiming>;
  /** Default: the process's own, so that two feeds keep their logins apart too. */
  readonly logins?: LoginSpacing;
};

/**
 * Live prices of one IG market: one login, one connection, one subscription. `start` rejects with IgRefused or
 * StreamRefused when nothing can help, and with FeedLost when IG could not be reached within the budget.
 */
export function createIgPriceFeed(settings: IgPriceFeedSettings): PriceFeed {
  const { baseUrl, credentials, epic, accountId, logger = SILENT_LOG, clock = systemClock } = settings;
  const { random = Math.random, logins = processLogins } = settings;
  const timing = { ...FEED_TIMING, ...settings.timing };
  const log = scrubbed(logger, Object.values(credentials));
  const session = new IgSession({ baseUrl, credentials, epic, accountId, log, clock, timing, logins });
  return new IgPriceFeed({ session, epic, log, clock, random, timing });
}

function scrubbed(logger: FeedLog, secrets: readonly string[]): FeedLog {
  for (const secret of secrets) logger.hideSecret?.(secret);
  return logger;
}
