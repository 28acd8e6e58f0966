import { check, ok, problem, type Check, type ClockReading, type Facts, type Found } from './check.ts';

const LIMIT_MS = 5_000;
/** The Date header is rounded down to the second. */
const SERVER_STEP_MS = 1_000;

/**
 * This machine's clock against IG's and the market's. Event time is the market's own, so that a wrong clock spoils no
 * data; it spoils signatures of AWS requests, expiries and everything people compare.
 * @param isRecorded the prices are as old as their recording, and tell nothing about a clock
 */
export function checkClock(isRecorded: boolean): Check {
  return check({
    name: 'clock',
    needs: ['clockReading'],
    gives: [],
    look: (facts) => judgeClock(facts.clockReading, isRecorded ? undefined : facts.price),
  });
}

/** All that is found is within the limit, or the worst is told. */
export function judgeClock(reading: ClockReading, price: Facts['price'] | undefined): Found {
  const fromServer = skewFromServer(reading);
  const fromPrice = price && isLive(price) ? price.receivedMs - price.tick.timeMs : undefined;
  const told = [
    ...(fromServer === undefined ? [] : [{ whose: "IG's server", skewMs: fromServer }]),
    ...(fromPrice === undefined ? [] : [{ whose: 'the latest price', skewMs: fromPrice }]),
  ];
  if (told.length === 0) return problem('IG told no time', 'compare the clock of this machine with another');
  const parts = told.map(({ whose, skewMs }) => `${seconds(skewMs)} from ${whose}`);
  const detail = `this clock is ${parts.join(', ')}`;
  if (told.every(({ skewMs }) => Math.abs(skewMs) <= LIMIT_MS)) return ok(detail);
  return problem(detail, adviceOn(fromServer));
}

/** The least that fits: the server read its clock at some moment between sending and receiving. Positive: this one is ahead. */
export function skewFromServer({ sentMs, receivedMs, serverMs }: ClockReading): number | undefined {
  if (serverMs === undefined) return undefined;
  const least = sentMs - (serverMs + SERVER_STEP_MS);
  const most = receivedMs - serverMs;
  if (least <= 0 && most >= 0) return 0;
  return least > 0 ? least : most;
}

/** A snapshot and a closed market's price are as old as they are. */
function isLive({ isSnapshot, tick }: Facts['price']): boolean {
  return !isSnapshot && !tick.delayed && tick.marketState !== 'CLOSED';
}

function adviceOn(fromServer: number | undefined): string {
  if (fromServer !== undefined && Math.abs(fromServer) > LIMIT_MS)
    return 'let this machine keep its time by NTP (chrony, systemd-timesyncd)';
  return 'the prices come late or from ahead of time: compare with another machine before trusting them';
}

function seconds(ms: number): string {
  const sign = ms > 0 ? '+' : '';
  return `${sign}${(ms / 1000).toFixed(1)} s`;
}
