import type { OpenSession } from '@moving-ground/lightstreamer';
import type { BotSettings, MarketStore } from '@moving-ground/market';
import { checkAccount } from './check-account.ts';
import { checkAllowances } from './check-allowances.ts';
import { checkBarriers } from './check-barriers.ts';
import { checkBucket, type BucketParts } from './check-bucket.ts';
import { checkClock } from './check-clock.ts';
import { checkLogin } from './check-login.ts';
import { checkMarket } from './check-market.ts';
import { checkSecret } from './check-secret.ts';
import { checkStore } from './check-store.ts';
import { checkStream } from './check-stream.ts';
import { checkTick } from './check-tick.ts';
import type { Check } from './check.ts';
import type { AskIg } from './ig-request.ts';
import type { WatchedStream } from './watched-stream.ts';

export type DoctorParts = {
  readonly secretName: string;
  readonly readSecret: (name: string) => Promise<string>;
  readonly openStore: () => Promise<MarketStore>;
  readonly bucket: BucketParts;
  readonly ask: AskIg;
  readonly epic: string;
  readonly accountId: string | undefined;
  readonly bot: BotSettings;
  /** For the subscription, and for a price after it. */
  readonly seconds: number;
  readonly isRecorded: boolean;
  readonly now: () => number;
  readonly hide: (value: string) => void;
  readonly onSession: (session: OpenSession) => void;
  readonly onOpen: (stream: WatchedStream) => void;
};

/**
 * In the order in which they build on each other. What is ours comes first: a streamer that runs on this store has
 * the one connection that IG allows, and must not lose it to an examination.
 */
export function doctorChecks(parts: DoctorParts): readonly Check[] {
  const { ask, epic, seconds, now } = parts;
  return [
    checkSecret(parts),
    checkStore(parts.openStore),
    checkBucket(parts.bucket),
    checkLogin(parts),
    checkAccount(parts),
    checkAllowances(ask),
    checkMarket(ask, epic),
    checkStream({ epic, withinMs: seconds * 1000, now, onOpen: parts.onOpen }),
    checkTick(seconds),
    checkClock(parts.isRecorded),
    checkBarriers(parts.bot),
  ];
}
