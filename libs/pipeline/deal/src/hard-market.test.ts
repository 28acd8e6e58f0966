import type { BotSettings, Order, Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bot, type Dealings } from './bot.ts';
import { tickAt } from './tick.fixture.ts';

const settings: BotSettings = {
  ordersPerSecond: 1,
  takeProfit: 10,
  stopLoss: 10,
  barrierUnit: 'points',
  maxHoldingSeconds: 3600,
  exitPrice: 'offer',
  widestSpread: null,
};

const HOUR = 3_600_000;
const WEEKEND = 49 * HOUR;

/** Whole points, so that a price lies exactly on a barrier now and then. */
const anyBarriers = fc.record({
  takeProfit: fc.integer({ min: 1, max: 12 }),
  stopLoss: fc.integer({ min: 1, max: 12 }),
  exitPrice: fc.constantFrom('offer', 'bid'),
  maxHoldingSeconds: fc.constantFrom(null, 30),
});

describe('a price that jumps through both barriers between two ticks', () => {
  const anyJump = fc.record({
    barriers: anyBarriers,
    jump: fc.integer({ min: -40, max: 40 }),
    back: fc.integer({ min: -40, max: 40 }),
    silentMs: fc.integer({ min: 1, max: 60_000 }),
  });

  it('gives an order one outcome, by the price at which it is seen again, and no other one after that', () => {
    const exits = new Set<string>();
    fc.assert(
      fc.property(anyJump, ({ barriers, jump, back, silentMs }) => {
        const bot = new Bot({ ...settings, ...barriers }, []);
        const order = bot.onTick(tickAt(0, 1000, 4)).opened[0]!;
        const ticks = [
          tickAt(silentMs, 1000 + jump, 4),
          tickAt(silentMs + 1, 1000 + back, 4),
          tickAt(100_000, 1000 - back, 4),
        ];
        const prices = ticks.map(({ bid, offer }) => (barriers.exitPrice === 'bid' ? bid : offer));
        const outcomes = ticks.flatMap((tick) =>
          bot.onTick(tick).completed.filter(({ id }) => id === order.id),
        );
        expect(outcomes.length).toBeLessThanOrEqual(1);
        const at = ticks.findIndex(
          ({ timeMs }, i) => exitAt(order, barriers, timeMs, prices[i]!) !== undefined,
        );
        const exit = at < 0 ? undefined : exitAt(order, barriers, ticks[at]!.timeMs, prices[at]!);
        expect(outcomes.map(told)).toEqual(
          exit === undefined ? [] : [{ exit, closeTimeMs: ticks[at]!.timeMs, closePrice: prices[at] }],
        );
        if (exit !== undefined) exits.add(exit);
      }),
      { numRuns: 2000 },
    );
    expect([...exits].sort()).toEqual(['expired', 'stop-loss', 'take-profit']);
  });

  /** An order past its last moment is over before its barriers are looked at. */
  function exitAt(
    order: Order,
    { maxHoldingSeconds }: Pick<BotSettings, 'maxHoldingSeconds'>,
    timeMs: number,
    price: number,
  ): Transaction['exit'] | undefined {
    if (maxHoldingSeconds !== null && timeMs - order.openTimeMs >= maxHoldingSeconds * 1000) return 'expired';
    if (price >= order.limitPrice) return 'take-profit';
    return price <= order.stopPrice ? 'stop-loss' : undefined;
  }

  const told = ({ exit, closeTimeMs, closePrice }: Transaction): object => ({
    exit,
    closeTimeMs,
    closePrice,
  });
});

describe('a market that is closed for 49 hours', () => {
  /** An order a second for half an hour on Friday, between barriers that are not touched. */
  function friday(changes: Partial<BotSettings>): Bot {
    const bot = new Bot({ ...settings, ...changes }, []);
    for (let second = 0; second < 1800; second++) bot.onTick(tickAt(second * 1000, 6500));
    expect(bot.openOrderCount).toBe(1800);
    return bot;
  }

  it('leaves orders open, and the first price after it ends every one past its last moment, at that price', () => {
    const bot = friday({});
    const { completed, opened } = bot.onTick(tickAt(WEEKEND, 6600));
    expect(completed).toHaveLength(1800);
    expect(new Set(completed.map(({ exit }) => exit))).toEqual(new Set(['expired']));
    expect(new Set(completed.map(({ closePrice }) => closePrice))).toEqual(new Set([6600]));
    expect(opened).toHaveLength(1);
    expect(bot.openOrderCount).toBe(1);
  });

  it('leaves orders without a last moment open until a barrier is reached, however long it takes', () => {
    const bot = friday({ maxHoldingSeconds: null });
    expect(bot.onTick(tickAt(WEEKEND, 6509.99)).completed).toEqual([]);
    expect(bot.openOrderCount).toBe(1801);
    const { completed } = bot.onTick(tickAt(WEEKEND + 1, 6510));
    expect(completed).toHaveLength(1800);
    expect(new Set(completed.map(({ exit }) => exit))).toEqual(new Set(['take-profit']));
  });
});

describe('a quote that is wider than bot.widestSpread', () => {
  const guarded: BotSettings = { ...settings, takeProfit: 1, stopLoss: 1, widestSpread: 3 };

  it('neither closes the open orders nor places one, and is counted', () => {
    const bot = new Bot(guarded, []);
    for (let second = 0; second < 10; second++) bot.onTick(tickAt(second * 1000, 100, 2));
    expect(bot.onTick(tickAt(10_000, 105, 3.5))).toEqual({ opened: [], completed: [] });
    expect({ open: bot.openOrderCount, wide: bot.wideTicks }).toEqual({ open: 10, wide: 1 });
    expect(bot.onTick(tickAt(11_000, 100, 3)).opened).toHaveLength(1);
  });

  it('closes all of them where any spread is dealt on', () => {
    const bot = new Bot({ ...guarded, widestSpread: null }, []);
    for (let second = 0; second < 10; second++) bot.onTick(tickAt(second * 1000, 100, 2));
    expect(bot.onTick(tickAt(10_000, 105, 3.5)).completed).toHaveLength(10);
  });

  it('is, for every dealing, as if it had not been', () => {
    const anyQuotes = fc.array(
      fc.record({
        step: fc.nat(700),
        move: fc.integer({ min: -2, max: 2 }),
        spread: fc.integer({ min: 1, max: 5 }),
      }),
      { minLength: 1, maxLength: 80 },
    );
    let wide = 0;
    fc.assert(
      fc.property(anyQuotes, anyBarriers, (quotes, barriers) => {
        let [offset, offer] = [0, 1000];
        const ticks = quotes.map(({ step, move, spread }) =>
          tickAt((offset += step), (offer += move) + spread, spread),
        );
        const [all, narrow] = [barriers, barriers].map((of) => new Bot({ ...guarded, ...of }, []));
        const dealings = (bot: Bot | undefined, of: typeof ticks): Dealings[] =>
          of.flatMap((tick) => bot?.onTick(tick) ?? []).filter(isDealing);
        const believed = ticks.filter(({ bid, offer }) => offer - bid <= 3);
        expect(dealings(all, ticks)).toEqual(dealings(narrow, believed));
        expect(all?.wideTicks).toBe(ticks.length - believed.length);
        wide += ticks.length - believed.length;
      }),
    );
    expect(wide).toBeGreaterThan(100);
  });

  const isDealing = ({ opened, completed }: Dealings): boolean => opened.length + completed.length > 0;
});
