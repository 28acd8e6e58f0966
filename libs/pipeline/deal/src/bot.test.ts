import {
  byClosing,
  type BotSettings,
  type Order,
  type StoredTick,
  type Transaction,
} from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bot } from './bot.ts';
import { SECOND, tickAt } from './tick.fixture.ts';

const settings: BotSettings = {
  ordersPerSecond: 3,
  takeProfit: 10,
  stopLoss: 10,
  barrierUnit: 'points',
  maxHoldingSeconds: 3600,
  exitPrice: 'offer',
  widestSpread: null,
};

/** A bot that orders once a second, so that one order at a time is looked at. */
const single: BotSettings = { ...settings, ordersPerSecond: 1 };

describe('Bot', () => {
  it('buys at the offer on the first tick of each slot', () => {
    const bot = new Bot(settings, []);
    const opened = [0, 1, 333, 334, 400, 666, 667, 999, 1000].flatMap(
      (offset) => bot.onTick(tickAt(offset, 6512.5)).opened,
    );
    expect(opened.map(({ id }) => id)).toEqual([
      `${SECOND}-0`,
      `${SECOND}-1`,
      `${SECOND}-2`,
      `${SECOND + 1}-0`,
    ]);
    expect(opened[1]).toEqual({
      id: `${SECOND}-1`,
      openTimeMs: SECOND * 1000 + 334,
      openPrice: 6512.5,
      takeProfit: 10,
      stopLoss: 10,
      limitPrice: 6522.5,
      stopPrice: 6502.5,
    });
  });

  it.each([
    ['take-profit', 6522.5, 'profit', 10],
    ['stop-loss', 6502.5, 'loss', -10],
    ['take-profit', 6600, 'profit', 10],
    ['stop-loss', 6000, 'loss', -10],
  ] as const)('closes by %s at an offer of %d', (exit, offer, outcome, nominalProfit) => {
    const bot = new Bot(single, []);
    const [order] = bot.onTick(tickAt(0, 6512.5)).opened;
    expect(bot.onTick(tickAt(500, offer > 6512.5 ? 6522.49 : 6502.51)).completed).toEqual([]);
    expect(bot.onTick(tickAt(900, offer)).completed).toEqual([
      {
        ...order,
        closeTimeMs: SECOND * 1000 + 900,
        closePrice: offer,
        exit,
        outcome,
        nominalProfit,
        actualProfit: offer - 36 - 6512.5,
      },
    ]);
    expect(bot.openOrderCount).toBe(0);
  });

  it('tests exits on the bid when told to, and pays the spread', () => {
    const bot = new Bot({ ...single, exitPrice: 'bid', takeProfit: 40, stopLoss: 40 }, []);
    bot.onTick(tickAt(0, 100, 36));
    expect(bot.onTick(tickAt(100, 175.9, 36)).completed).toEqual([]);
    const [transaction] = bot.onTick(tickAt(200, 176, 36)).completed;
    expect(transaction).toMatchObject({ exit: 'take-profit', closePrice: 140, actualProfit: 40 });
  });

  it.each([
    [105, 'profit', 5],
    [95, 'loss', -5],
    [100, 'loss', 0],
  ] as const)(
    'closes an old order at %d as expired, with the label of its sign',
    (offer, outcome, nominal) => {
      const bot = new Bot({ ...single, maxHoldingSeconds: 60 }, []);
      bot.onTick(tickAt(0, 100));
      expect(bot.onTick(tickAt(59_999, 100)).completed).toEqual([]);
      const { completed, opened } = bot.onTick(tickAt(60_000, offer));
      expect(completed).toEqual([
        expect.objectContaining({ exit: 'expired', outcome, nominalProfit: nominal, closePrice: offer }),
      ]);
      expect(opened).toHaveLength(1);
    },
  );

  it('keeps an order open for ever without a longest holding time', () => {
    const bot = new Bot({ ...single, maxHoldingSeconds: null }, []);
    bot.onTick(tickAt(0, 100));
    expect(bot.onTick(tickAt(3_600_000_000, 100)).completed).toEqual([]);
  });

  it('sets barriers as multiples of the spread at the order', () => {
    const bot = new Bot({ ...single, barrierUnit: 'spreads', takeProfit: 2, stopLoss: 3 }, []);
    const [order] = bot.onTick(tickAt(0, 100, 4)).opened;
    expect(order).toMatchObject({ takeProfit: 8, stopLoss: 12, limitPrice: 108, stopPrice: 88 });
  });

  it('waits within the slot for a tick with a spread when barriers are measured in spreads', () => {
    const bot = new Bot({ ...single, barrierUnit: 'spreads' }, []);
    expect(bot.onTick(tickAt(0, 100, 0)).opened).toEqual([]);
    expect(bot.onTick(tickAt(10, 100, 1)).opened).toHaveLength(1);
  });

  it('gives no id twice when the orders of a second change across a restart', () => {
    const ten = new Bot({ ...settings, ordersPerSecond: 10 }, []);
    const opened = [0, 100, 200].flatMap((offset) => ten.onTick(tickAt(offset, 100)).opened);
    const three = new Bot(settings, opened, opened.at(-1));
    expect(three.onTick(tickAt(400, 100)).opened).toEqual([]);
    expect(three.onTick(tickAt(1000, 100)).opened).toHaveLength(1);
  });

  it('closes thousands of orders with one tick in closing order', () => {
    const bot = new Bot({ ...settings, ordersPerSecond: 100 }, []);
    for (let i = 0; i < 5000; i++) bot.onTick(tickAt(i * 10, 100 + (i % 7) / 10));
    expect(bot.openOrderCount).toBe(5000);
    const { completed } = bot.onTick(tickAt(60_000, 200));
    expect(completed).toHaveLength(5000);
    expect(completed).toEqual([...completed].sort(byClosing));
  });
});

/** The rules once more, by looking at every open order on every tick. */
class ScanningBot {
  readonly open = new Map<string, Order>();
  readonly #settings: BotSettings;

  constructor(of: BotSettings) {
    this.#settings = of;
  }

  onTick(tick: StoredTick): { opened: Order[]; completed: Transaction[] } {
    const price = this.#settings.exitPrice === 'bid' ? tick.bid : tick.offer;
    const completed = [...this.open.values()].flatMap((order) => this.#outcome(order, tick, price) ?? []);
    for (const { id } of completed) this.open.delete(id);
    return { opened: this.#place(tick), completed: completed.sort(byClosing) };
  }

  #outcome(order: Order, tick: StoredTick, price: number): Transaction | undefined {
    const held = (tick.timeMs - order.openTimeMs) / 1000;
    const expired = this.#settings.maxHoldingSeconds !== null && held >= this.#settings.maxHoldingSeconds;
    const difference = price - order.openPrice;
    const closed = { ...order, closeTimeMs: tick.timeMs, closePrice: price };
    const actualProfit = tick.bid - order.openPrice;
    if (expired)
      return {
        ...closed,
        exit: 'expired',
        outcome: difference > 0 ? 'profit' : 'loss',
        nominalProfit: difference,
        actualProfit,
      };
    if (price >= order.limitPrice)
      return {
        ...closed,
        exit: 'take-profit',
        outcome: 'profit',
        nominalProfit: order.takeProfit,
        actualProfit,
      };
    if (price <= order.stopPrice)
      return { ...closed, exit: 'stop-loss', outcome: 'loss', nominalProfit: -order.stopLoss, actualProfit };
    return undefined;
  }

  readonly #placed = new Set<string>();

  #place(tick: StoredTick): Order[] {
    const { ordersPerSecond, barrierUnit } = this.#settings;
    const slot = Math.floor(((tick.timeMs % 1000) * ordersPerSecond) / 1000);
    const id = `${Math.floor(tick.timeMs / 1000)}-${slot}`;
    const unit = barrierUnit === 'spreads' ? tick.offer - tick.bid : 1;
    const takeProfit = this.#settings.takeProfit * unit;
    const stopLoss = this.#settings.stopLoss * unit;
    if (this.#placed.has(id) || takeProfit <= 0 || stopLoss <= 0) return [];
    this.#placed.add(id);
    const openPrice = tick.offer;
    const order = {
      id,
      openTimeMs: tick.timeMs,
      openPrice,
      takeProfit,
      stopLoss,
      limitPrice: openPrice + takeProfit,
      stopPrice: openPrice - stopLoss,
    };
    this.open.set(id, order);
    return [order];
  }
}

const anySettings: fc.Arbitrary<BotSettings> = fc.record({
  ordersPerSecond: fc.integer({ min: 1, max: 7 }),
  takeProfit: fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10),
  stopLoss: fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10),
  barrierUnit: fc.constantFrom('points', 'spreads'),
  maxHoldingSeconds: fc.option(fc.integer({ min: 1, max: 20 })),
  exitPrice: fc.constantFrom('offer', 'bid'),
  widestSpread: fc.constant(null),
});

const anyTicks = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 900 }),
      move: fc.integer({ min: -20, max: 20 }),
      spread: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 200 },
  )
  .map((steps) => {
    let offset = 0;
    let tenths = 1000;
    return steps.map(({ step, move, spread }) =>
      tickAt((offset += step), (tenths += move) / 10, spread / 10),
    );
  });

describe('Bot on any ticks', () => {
  it('deals exactly as a scan over all open orders would', () => {
    fc.assert(
      fc.property(anySettings, anyTicks, (anySetting, ticks) => {
        const bot = new Bot(anySetting, []);
        const scan = new ScanningBot(anySetting);
        for (const tick of ticks) {
          expect(bot.onTick(tick)).toEqual(scan.onTick(tick));
          expect(bot.openOrderCount).toBe(scan.open.size);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives each order at most one outcome, after its own tick, and loses none', () => {
    fc.assert(
      fc.property(anySettings, anyTicks, (anySetting, ticks) => {
        const bot = new Bot(anySetting, []);
        const dealings = ticks.map((tick) => bot.onTick(tick));
        const opened = dealings.flatMap((dealing) => dealing.opened.map(({ id }) => id));
        const completed = dealings.flatMap((dealing) => dealing.completed.map(({ id }) => id));
        expect(new Set(opened).size).toBe(opened.length);
        expect(new Set(completed).size).toBe(completed.length);
        expect(opened).toEqual(expect.arrayContaining(completed));
        expect(opened.length - completed.length).toBe(bot.openOrderCount);
        for (const dealing of dealings)
          for (const { id } of dealing.opened)
            expect(dealing.completed.map((transaction) => transaction.id)).not.toContain(id);
      }),
    );
  });

  it('deals the same when it is stopped anywhere and goes on from what was kept', () => {
    fc.assert(
      fc.property(anySettings, anyTicks, fc.nat(200), (anySetting, ticks, stop) => {
        const undisturbed = new Bot(anySetting, []);
        const expected = ticks.map((tick) => undisturbed.onTick(tick));
        const kept = expected.slice(0, stop);
        const closed = new Set(kept.flatMap(({ completed }) => completed.map(({ id }) => id)));
        const placed = kept.flatMap(({ opened }) => opened);
        const open = placed.filter(({ id }) => !closed.has(id));
        const resumed = new Bot(anySetting, open.reverse(), placed.at(-1));
        expect(ticks.slice(stop).map((tick) => resumed.onTick(tick))).toEqual(expected.slice(stop));
      }),
    );
  });
});
