import { StoreUnreachable, type MarketStore } from '@moving-ground/market';
import type { Direction } from './tcp-pipe.ts';
import { untilAnswered, type MongoTrial } from './mongo-trial.ts';

/** Behind which bytes to cut: `from`, then `step` more each time. */
export type Cuts = { readonly direction: Direction; readonly from: number; readonly step: number };

export type CutRecordings = {
  /** The acknowledging write was cut, or its reply: recorded again. */
  unanswered: number;
  /** The cut came after it: acknowledged, and brought in by the next call. */
  owed: number;
  /** What one recording sends or receives, and less than a step more. */
  bytes: number;
};

/** Records something new again and again, cutting it ever later, until a recording is through before its cut. */
export async function cutEverywhere(
  trial: MongoTrial,
  store: MarketStore,
  record: (attempt: number) => Promise<void>,
  { direction, from, step }: Cuts,
): Promise<CutRecordings> {
  const seen: CutRecordings = { unanswered: 0, owed: 0, bytes: from };
  for (let attempt = 0; ; attempt++) {
    trial.proxy.resetAfter(direction, seen.bytes);
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
