import type { Turn } from '../contest.ts';
import { startWatch, type Elapsed } from '../stopwatch.ts';
import { igFeed, withFirstTick } from './feed.ts';

export type Listened = {
  /** From the first price to the last. */
  readonly prices: Turn;
  /** From the login to the end of the connection. */
  readonly whole: Turn;
};

/** The client alone: ticks are counted and forgotten. @param ticks how many are sent */
export async function listenOnly(url: string, ticks: number): Promise<Listened> {
  const wholeElapsed = startWatch();
  let elapsed = startWatch();
  const feed = withFirstTick(igFeed(url), () => (elapsed = startWatch()));
  const ended = Promise.withResolvers<Elapsed>();
  let heard = 0;
  await feed.start({
    onTick: () => {
      if (++heard === ticks) ended.resolve(elapsed());
    },
    onRefused: (reason) => ended.reject(new Error(reason)),
    onEvent: (event) => {
      if (event.kind === 'failed') ended.reject(event.error);
    },
  });
  const prices = { units: ticks, ...(await ended.promise) };
  await feed.stop();
  return { prices, whole: { units: ticks, ...wholeElapsed() } };
}
