import type { PriceTick } from '@moving-ground/market';
import { describe, expect, it } from 'vitest';
import { BentClock, KeptLog, offeredIg, ticksOf, until, type Heard } from './offered-ig.ts';

const ig = offeredIg();

const HOUR_MS = 3_600_000;
/** Friday 22:00 to Sunday 23:00: the longest that is seen, and then some maintenance. */
const CLOSED_HOURS = 49;

const friday = ticksOf(200);
const fridayEndMs = friday.at(-1)!.timeMs;
const monday: readonly PriceTick[] = ticksOf(400).map((tick) => ({
  ...tick,
  timeMs: fridayEndMs + CLOSED_HOURS * HOUR_MS + tick.timeMs - friday[0]!.timeMs,
}));
const lastClosed = { ...friday.at(-1)!, marketState: 'CLOSED' };

/** A market that stands still after Friday's last price until it is opened. */
function offerWeekend(): { readonly close: () => void; readonly open: () => void } {
  let isOpen = false;
  ig().offer([], {
    source: async function* () {
      yield await Promise.resolve(friday);
      yield monday;
    },
    paused: () => !isOpen && ig().ig.position() >= fridayEndMs,
  });
  const { faults } = ig().control;
  return {
    close: () => {
      faults.closed = true;
    },
    open: () => {
      isOpen = true;
      faults.closed = false;
    },
  };
}

async function untilWatched(clock: BentClock): Promise<void> {
  const before = clock.calls;
  await until('ten looks of the watchdog', () => clock.calls > before + 10);
}

const fridayIsHeard =
  (heard: Heard): (() => boolean) =>
  () =>
    heard.ticks.length === friday.length;

describe('a market that closes for the weekend', () => {
  it('is told as closed, is left in peace for 49 hours, and goes on where it opens', async () => {
    const market = offerWeekend();
    const [clock, logger] = [new BentClock(), new KeptLog()];
    const heard = await ig().listen({ clock, logger });
    await until('Friday', fridayIsHeard(heard));
    market.close();
    await until('the close', () => heard.ticks.length === friday.length + 1);
    expect(heard.ticks.at(-1)).toEqual(lastClosed);
    const requests = ig().requests.length;
    for (let hour = 0; hour < CLOSED_HOURS; hour += 7) {
      clock.leap(7 * HOUR_MS);
      await untilWatched(clock);
    }
    expect(logger.of('feed-watchdog', 'action')).toEqual([]);
    expect(ig().requests).toHaveLength(requests);
    market.open();
    await until('Monday', () => heard.ticks.length === friday.length + 1 + monday.length);
    expect(heard.ticks).toEqual([...friday, lastClosed, ...monday]);
    expect(heard.snapshots).toEqual([0]);
    expect(heard.kinds.slice(0, 1)).toEqual(['connected']);
  });

  it('and loses its session and its tokens in maintenance, comes back closed, and opens', async () => {
    const market = offerWeekend();
    const [clock, logger] = [new BentClock(), new KeptLog()];
    const heard = await ig().listen({ clock, logger });
    await until('Friday', fridayIsHeard(heard));
    market.close();
    await until('the close', () => heard.ticks.length === friday.length + 1);
    clock.leap(10 * HOUR_MS);
    ig().control.invalidateTokens();
    ig().control.end(48, 'maintenance');
    await until('the price as it stands', () => heard.snapshots.length === 2);
    expect(heard.ticks.at(-1)).toEqual(lastClosed);
    clock.leap(39 * HOUR_MS);
    await untilWatched(clock);
    expect(logger.of('feed-watchdog', 'action')).toEqual([]);
    market.open();
    await until('Monday', () => heard.changes.length === friday.length + 1 + monday.length);
    expect(heard.changes).toEqual([...friday, lastClosed, ...monday]);
    expect(ig().logins).toBe(2);
  });

  it.each([33, 40, -1])('and ends the session with %i meanwhile, is subscribed to again', async (code) => {
    const market = offerWeekend();
    const heard = await ig().listen();
    await until('Friday', fridayIsHeard(heard));
    market.close();
    await until('the close', () => heard.ticks.length === friday.length + 1);
    ig().control.end(code, 'not tradeable');
    await until('the price as it stands', () => heard.snapshots.length === 2);
    market.open();
    await until('Monday', () => heard.changes.length === friday.length + 1 + monday.length);
    expect(heard.changes).toEqual([...friday, lastClosed, ...monday]);
  });

  it('without saying so is not left in peace', async () => {
    const market = offerWeekend();
    const [clock, logger] = [new BentClock(), new KeptLog()];
    const heard = await ig().listen({ clock, logger });
    await until('Friday', fridayIsHeard(heard));
    clock.leap(CLOSED_HOURS * HOUR_MS);
    await until('a remedy', () => logger.of('feed-watchdog', 'action').includes('resubscribe'));
    market.open();
    await until('Monday', () => heard.changes.length === friday.length + monday.length);
    expect(heard.changes).toEqual([...friday, ...monday]);
  });
});
