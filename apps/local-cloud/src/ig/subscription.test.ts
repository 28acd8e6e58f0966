import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { offeredIg, sourceOf, ticksOf, until } from './offered-ig.ts';

const ig = offeredIg();

describe('the subscription', () => {
  it('brings 5,000 ticks to the bit, the first of them as the snapshot, and then the end', async () => {
    const ticks = ticksOf(5_000).map((tick, i) => ({
      ...tick,
      bid: tick.bid + (i % 7) / 3,
      offer: tick.offer + 1e-9 * i,
      midOpen: i % 5 ? tick.midOpen : null,
      change: i % 11 ? tick.change : -0.1 / 3,
      marketState: i % 97 ? tick.marketState : ('AUCTION_NO_EDIT' as const),
      delayed: i % 89 === 0,
    }));
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
    expect(heard.snapshots).toEqual([0]);
    expect(heard.events).toEqual([{ kind: 'connected' }, { kind: 'ended', reason: 'recording ended' }]);
    expect(heard.refused).toEqual([]);
  });

  it('brings every tick of a long recording at full speed', async () => {
    const ticks = ticksOf(100_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'), 25_000);
    expect(heard.ticks.length).toBe(ticks.length);
    expect(heard.ticks.at(-1)).toEqual(ticks.at(-1));
  });

  it('refuses an update without a price, and goes on with the next', async () => {
    const ticks = ticksOf(400);
    ig().offer(ticks, { source: sourceOf(ticks, 100), speed: 200 });
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.nextUpdate = { BIDPRICE1: null };
    await until('all but one', () => heard.kinds.includes('ended'));
    expect(heard.refused).toEqual(['BIDPRICE1 was null: expected a price']);
    expect(heard.ticks).toHaveLength(399);
  });

  it('that is refused as of the wrong account ends the feed with advice', async () => {
    ig().offer(ticksOf(10));
    ig().control.faults.subscriptionRefusals = [{ code: -1, message: 'Invalid account type' }];
    await expect(ig().listen()).rejects.toThrow(/code -1: "Invalid account type": check that the account/);
  });

  it('that fails for a while is tried again', async () => {
    const ticks = ticksOf(10);
    ig().offer(ticks);
    ig().control.faults.subscriptionRefusals = [{ code: 68, message: 'internal' }];
    const heard = await ig().listen();
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(ig().logins).toBe(1);
  });

  it('moves at the speed that is asked for', async () => {
    const ticks = ticksOf(1_200);
    const eventMs = ticks.at(-1)!.timeMs - ticks[0]!.timeMs;
    ig().offer(ticks, { speed: 300 });
    const begin = performance.now();
    const heard = await ig().listen();
    await until('the end', () => heard.kinds.includes('ended'));
    const tookMs = performance.now() - begin;
    expect(heard.ticks).toEqual(ticks);
    expect(tookMs).toBeGreaterThan(eventMs / 300);
  });

  it('stands still while the market is paused', async () => {
    let isPaused = false;
    const ticks = ticksOf(2_000);
    ig().offer(ticks, { speed: 200, paused: () => isPaused });
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 50);
    isPaused = true;
    await pause(200);
    const before = heard.ticks.length;
    await pause(300);
    expect(heard.ticks.length).toBe(before);
    expect(before).toBeLessThan(ticks.length);
    isPaused = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
  });
});
