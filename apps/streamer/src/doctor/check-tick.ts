import { check, ok, problem, type Check, type Found, type HeardPrice } from './check.ts';
import type { WatchedStream } from './watched-stream.ts';

const CLOSED = 'CLOSED';
/** What a closed market tells, it tells at the subscription. */
const CLOSED_MS = 5_000;

/** A price within so many seconds; a closed market has none, which is no fault of anybody. */
export function checkTick(seconds: number): Check {
  return check({
    name: 'price',
    needs: ['stream', 'marketStatus'],
    gives: ['price'],
    look: async ({ stream, marketStatus }) => {
      const isClosed = marketStatus === CLOSED;
      const price = await stream.price(isClosed ? Math.min(CLOSED_MS, seconds * 1000) : seconds * 1000);
      if (price === undefined && isClosed) return ok('the market is CLOSED: no price comes until it opens');
      if (price === undefined) return silence(stream, seconds);
      if ('reason' in price) return problem(price.reason, 'wait a minute and run this again');
      return judgePrice(price);
    },
  });
}

export function judgePrice(price: HeardPrice): Found {
  const { bid, offer, marketState, delayed } = price.tick;
  const told = `${bid} to ${offer}`;
  const facts = { price };
  if (marketState === CLOSED) return ok(`the market is CLOSED, the last price was ${told}`, facts);
  if (delayed)
    return problem(`${told}, delayed`, 'ask IG for live prices: delayed ones are never traded on', facts);
  if (marketState !== 'TRADEABLE')
    return ok(`${told}, and nobody deals: the market is ${marketState}`, facts);
  return ok(told, facts);
}

async function silence(stream: WatchedStream, seconds: number): Promise<Found> {
  if (stream.unreadable !== undefined)
    return problem(stream.unreadable, 'IG has changed what it sends: the client has to be changed');
  const standing = await stream.standing();
  const state = standing ? `, the market is ${standing.tick.marketState}` : '';
  return problem(
    `no price within ${seconds} s${state}`,
    'look at the market on the page of IG: if it moves there, run this again with more --seconds',
  );
}
