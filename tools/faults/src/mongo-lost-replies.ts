import { StoreUnreachable, type MarketStore } from '@moving-ground/market';
import { untilAnswered, type MongoTrial } from './mongo-trial.ts';

export type LostReplies = {
  /** The reply to the acknowledging write was cut: recorded again. */
  unanswered: number;
  /** The cut came after it: acknowledged, and brought in by the next call. */
  owed: number;
  /** The replies of one recording, in bytes. */
  bytes: number;
};

/**
 * Records something new again and again, cutting the replies behind `from` bytes, then `step` more, until a
 * recording's replies are shorter than that.
 */
export async function cutEveryReply(
  trial: MongoTrial,
  store: MarketStore,
  record: (attempt: number) => Promise<void>,
  [from, step]: readonly [number, number],
): Promise<LostReplies> {
  const seen: LostReplies = { unanswered: 0, owed: 0, bytes: from };
  for (let attempt = 0; ; attempt++) {
    trial.proxy.resetAfter('reply', seen.bytes);
    let isUnanswered = false;
    await untilAnswered(
      () => record(attempt),
      (error) => {
        isUnanswered = error instanceof StoreUnreachable;
        return Promise.resolve();
      },
    );
    if (trial.proxy.isArmed) {
      trial.proxy.clear();
      return seen;
    }
    if (isUnanswered) seen.unanswered++;
    else if (await trial.owes()) seen.owed++;
    await untilAnswered(() => store.counts());
    seen.bytes += step;
  }
}
