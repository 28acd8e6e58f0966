import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { EPIC, offeredIg, ticksOf, until } from './offered-ig.ts';

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

  it.each([
    [17, 'Data Adapter not found', /no data adapter Pricing/],
    [21, 'Invalid group', /check the epic/],
    [22, 'Invalid schema', /compare PRICE_FIELDS/],
    [23, 'Invalid schema: BID', /compare PRICE_FIELDS/],
    [24, 'Mode not allowed', /client has to be changed/],
    [28, 'Unfiltered not allowed', /client has to be changed/],
    [-1, 'Invalid account type', /account the login lands on/],
    [0, 'IG, no', /account the login lands on/],
  ])('refused with %i is not tried again', async (code, message, advice) => {
    ig().offer(ticksOf(10));
    ig().control.faults.subscriptionRefusals = [{ code, message }];
    const error = await ig()
      .listen()
      .then(
        () => undefined,
        (refused: unknown) => refused as Error,
      );
    expect(error?.name).toBe('StreamRefused');
    expect(error?.message).toContain(`PRICE:LOCAL1:${EPIC} was refused with code ${code}: "${message}"`);
    expect(error?.message).toMatch(advice);
    expect(ig().count('POST /lightstreamer/create_session.txt')).toBe(1);
  });

  it('refused for good only after a reconnect ends the feed as failed', async () => {
    ig().offer(ticksOf(100_000), { speed: 100 });
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.subscriptionRefusals = [{ code: 17, message: 'Data Adapter not found' }];
    ig().control.end(48, 'maximum duration');
    await until('the failure', () => heard.kinds.includes('failed'));
    expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'StreamRefused' } });
  });

  it.each([19, 66, 68])('refused for a while, with %i, is tried again with the same login', async (code) => {
    const ticks = ticksOf(10);
    ig().offer(ticks);
    const refusal = { code, message: 'internal' };
    ig().control.faults.subscriptionRefusals = [refusal, refusal];
    const heard = await ig().listen();
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(ig().logins).toBe(1);
    expect(ig().count('POST /lightstreamer/create_session.txt')).toBe(3);
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
