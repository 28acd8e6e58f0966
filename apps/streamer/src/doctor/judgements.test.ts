import { parseConfiguration } from '@moving-ground/configuration';
import type { PriceTick } from '@moving-ground/market';
import { describe, expect, it } from 'vitest';
import { swinging } from '../trial-streamer.ts';
import { judgeAllowances } from './check-allowances.ts';
import { judgeBarriers } from './check-barriers.ts';
import { judgeClock, skewFromServer } from './check-clock.ts';
import { judgeMarket } from './check-market.ts';
import { judgePrice } from './check-tick.ts';
import type { HeardPrice } from './check.ts';

const EPIC = 'CS.D.BITCOIN.CFD.IP';
const NOW = Date.UTC(2026, 0, 5, 10);
const [someTick] = swinging(1) as [PriceTick];

function heard(changed: Partial<PriceTick> = {}, isSnapshot = false): HeardPrice {
  return { tick: { ...someTick, timeMs: NOW - 200, ...changed }, receivedMs: NOW, isSnapshot };
}

describe('the allowances', () => {
  const own = {
    apiKey: 'key-1',
    status: 'ENABLED',
    allowanceAccountOverall: 30,
    allowanceApplicationOverall: 60,
    concurrentSubscriptionsLimit: 40,
  };
  const other = { ...own, apiKey: 'key-2', status: 'DISABLED', allowanceAccountOverall: 1 };

  it('are those of this key, or of the only one there is', () => {
    const detail = '30 requests a minute, 40 subscriptions';
    expect(judgeAllowances([other, own], 'key-1')).toMatchObject({ state: 'ok', detail });
    const unnamed = { ...own, apiKey: undefined };
    expect(judgeAllowances([unnamed], 'key-1')).toMatchObject({ state: 'ok', detail });
  });

  it.each([
    [[{ ...own, status: 'DISABLED' }], 'the API key is DISABLED'],
    [[{ ...own, concurrentSubscriptionsLimit: 0 }], '30 requests a minute, 0 subscriptions'],
    [[{ ...own, allowanceApplicationOverall: 8 }], '8 requests a minute, 40 subscriptions'],
    [[other, { ...other, apiKey: 'key-3' }], 'IG did not tell the allowances of this API key'],
    [{ name: 'no list' }, 'IG did not tell the allowances of this API key'],
    [undefined, 'IG did not tell the allowances of this API key'],
  ])('%# are a problem', (body, detail) => {
    const found = judgeAllowances(body, 'key-1');
    expect(found).toMatchObject({ state: 'problem', detail });
    expect(JSON.stringify(found)).not.toMatch(/key-\d/);
  });
});

describe('the market', () => {
  const details = (marketStatus: string, streamingPricesAvailable = true, delayTime = 0): object => ({
    instrument: { epic: EPIC, streamingPricesAvailable },
    snapshot: { marketStatus, delayTime },
  });

  it('may be open or closed', () => {
    expect(judgeMarket(details('TRADEABLE'), EPIC)).toMatchObject({
      state: 'ok',
      facts: { marketStatus: 'TRADEABLE' },
    });
    const closed = judgeMarket(details('CLOSED'), EPIC);
    expect(closed).toMatchObject({ state: 'ok', facts: { marketStatus: 'CLOSED' } });
    expect(closed.detail).toContain('CLOSED now');
  });

  it.each([
    ['that nobody deals in', details('SUSPENDED'), '"SUSPENDED"', 'SUSPENDED'],
    ['with delayed prices', details('TRADEABLE', true, 15), '15 minutes old', 'TRADEABLE'],
    ['that is none', { errors: [] }, 'not those of a market', 'not told'],
    ['without a stream is not streamed', details('TRADEABLE', false), 'has no streaming prices', undefined],
  ])('%s is a problem', (_what, body, detail, status) => {
    const found = judgeMarket(body, EPIC);
    expect(found.state).toBe('problem');
    expect(found.detail).toContain(detail);
    expect(found.facts?.marketStatus).toBe(status);
  });
});

describe('a price', () => {
  it.each([
    ['of a market that deals', heard(), 'ok', /^\d.* to \d/],
    ['that stands in a closed market', heard({ marketState: 'CLOSED' }, true), 'ok', /market is CLOSED/],
    ['at an auction', heard({ marketState: 'AUCTION' }), 'ok', /nobody deals: the market is AUCTION/],
    ['that is delayed', heard({ delayed: true }), 'problem', /delayed/],
  ])('%s is judged', (_what, price, state, detail) => {
    const found = judgePrice(price);
    expect(found.state).toBe(state);
    expect(found.detail).toMatch(detail);
    expect(found.facts?.price).toBe(price);
  });
});

describe('the clock', () => {
  const reading = (aheadMs: number, roundTripMs = 100): Parameters<typeof judgeClock>[0] => {
    const serverMs = NOW + 400;
    const sentMs = serverMs + aheadMs - roundTripMs / 2;
    return { sentMs, receivedMs: sentMs + roundTripMs, serverMs: Math.floor(serverMs / 1000) * 1000 };
  };

  it('is taken for right within what a header in whole seconds can tell', () => {
    expect(skewFromServer(reading(0))).toBe(0);
    expect(skewFromServer(reading(500))).toBe(0);
    expect(skewFromServer(reading(3_000, 6_000))).toBe(0);
  });

  it.each([
    [7_000, 7_000 + 400 - 50 - 1_000],
    [-7_000, -7_000 + 400 + 50],
    [60_000, 60_000 + 400 - 50 - 1_000],
  ])('that is %d ms ahead is so by at least %d ms', (aheadMs, least) => {
    expect(skewFromServer(reading(aheadMs))).toBe(least);
    expect(judgeClock(reading(aheadMs), undefined)).toMatchObject({ state: 'problem' });
    expect(judgeClock(reading(aheadMs), undefined).advice).toContain('NTP');
  });

  it('is compared with a live price too', () => {
    expect(judgeClock(reading(0), heard())).toMatchObject({
      state: 'ok',
      detail: "this clock is 0.0 s from IG's server, +0.2 s from the latest price",
    });
    for (const timeMs of [NOW - 5_001, NOW + 5_001]) {
      const found = judgeClock(reading(0), heard({ timeMs }));
      expect(found).toMatchObject({ state: 'problem', detail: expect.stringContaining('5.0 s') as string });
      expect(found.advice).toContain('the prices come late or from ahead of time');
    }
    for (const timeMs of [NOW - 5_000, NOW + 5_000])
      expect(judgeClock(reading(0), heard({ timeMs })).state).toBe('ok');
  });

  it('is not compared with a price that is old by nature', () => {
    const timeMs = NOW - 3_600_000;
    const old = [
      heard({ timeMs }, true),
      heard({ timeMs, delayed: true }),
      heard({ timeMs, marketState: 'CLOSED' }),
    ];
    expect(old.map((price) => judgeClock(reading(0), price).state)).toEqual(['ok', 'ok', 'ok']);
  });

  it('that nothing can be compared with is a problem', () => {
    expect(judgeClock({ sentMs: NOW, receivedMs: NOW, serverMs: undefined }, undefined).state).toBe(
      'problem',
    );
  });
});

describe('the barriers', () => {
  const { bot } = parseConfiguration({}, 'test');
  const price = heard({ bid: 6476.1, offer: 6512.1 });

  it('on the offer fit any spread', () => {
    const { state, detail } = judgeBarriers(bot, price);
    expect(state).toBe('ok');
    expect(detail).toBe('the spread is 36, take profit 10, stop loss 10 points, tested on the offer');
  });

  it('on the bid have to be wider than the spread', () => {
    const found = judgeBarriers({ ...bot, exitPrice: 'bid', takeProfit: 40 }, price);
    expect(found).toMatchObject({ state: 'problem', advice: expect.stringContaining('lost') as string });
    expect(found.detail).toContain('bot.stopLoss was 10');
    expect(judgeBarriers({ ...bot, exitPrice: 'bid', takeProfit: 40, stopLoss: 37 }, price).state).toBe('ok');
  });

  it('are of no use where the spread is wider than any that is dealt on', () => {
    expect(judgeBarriers({ ...bot, widestSpread: 35 }, price).detail).toContain('bot.widestSpread 35');
    expect(judgeBarriers({ ...bot, widestSpread: 37 }, price).state).toBe('ok');
  });

  it('are not compared with the spread of a market that nobody deals in', () => {
    const closed = heard({ marketState: 'CLOSED', offer: 9_999 });
    expect(judgeBarriers({ ...bot, exitPrice: 'bid' }, closed)).toMatchObject({
      state: 'skipped',
      detail: 'because the market is CLOSED',
    });
  });
});
