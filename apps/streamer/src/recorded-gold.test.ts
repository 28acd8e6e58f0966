import { Capture } from '@moving-ground/capture';
import { Bot, type Dealings } from '@moving-ground/deal';
import { midPrice, spread, type BotSettings, type StoredTick } from '@moving-ground/market';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const folder =
  process.env['GROUND_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const GOLD = join(folder, 'market/xauusd-20140505.csv.gz');

/** In dollars, about four times the session's median spread of 0.31. */
const WIDEST = 1.25;

const bot: BotSettings = {
  ordersPerSecond: 5,
  takeProfit: 0.5,
  stopLoss: 0.5,
  barrierUnit: 'points',
  maxHoldingSeconds: 3600,
  exitPrice: 'offer',
  widestSpread: null,
};

/** The session as capture keeps it: neighbors that say the same twice are one tick. */
function goldSession(): StoredTick[] {
  const capture = new Capture({ maxGapSeconds: 60 });
  const rows = gunzipSync(readFileSync(GOLD)).toString().trimEnd().split('\n').slice(1);
  return rows.flatMap((row) => {
    const [timeMs = NaN, bid = NaN, offer = NaN] = row.split(',').map(Number);
    const unknown = { midOpen: null, high: null, low: null, change: null, changePercent: null };
    const tick = { timeMs, bid, offer, ...unknown, marketState: 'TRADEABLE', delayed: false } as const;
    return capture.accept(tick, false)?.stored ?? [];
  });
}

type Dealt = { readonly tick: StoredTick; readonly isSpike: boolean; readonly dealings: Dealings };

function deal(ticks: readonly StoredTick[], settings: BotSettings): { dealt: Dealt[]; wideTicks: number } {
  const dealer = new Bot(settings, []);
  const dealt = ticks.map((tick, i) => ({
    tick,
    isSpike: isSpike(ticks[i - 1], tick, ticks[i + 1]),
    dealings: dealer.onTick(tick),
  }));
  return { dealt, wideTicks: dealer.wideTicks };
}

/** The mid goes away by more than half a dollar and comes back by more than that with the next tick. */
function isSpike(before: StoredTick | undefined, tick: StoredTick, after: StoredTick | undefined): boolean {
  if (!before || !after) return false;
  const [away, back] = [midPrice(tick) - midPrice(before), midPrice(after) - midPrice(tick)];
  return Math.abs(away) > 0.5 && Math.abs(back) > 0.5 && away * back < 0;
}

const wide = ({ tick }: Dealt): boolean => spread(tick) > WIDEST;
const fills = (dealt: readonly Dealt[]): number =>
  dealt.reduce((sum, { dealings }) => sum + dealings.completed.length, 0);
const orders = (dealt: readonly Dealt[]): number =>
  dealt.reduce((sum, { dealings }) => sum + dealings.opened.length, 0);

describe.skipIf(!existsSync(GOLD))('a session of gold, with its wide hour and its bad ticks', () => {
  const ticks = existsSync(GOLD) ? goldSession() : [];

  it('has ticks that move the mid by half a dollar and back, every one of them a wide quote', () => {
    const spikes = deal(ticks, bot).dealt.filter(({ isSpike }) => isSpike);
    expect(spikes.length).toBeGreaterThan(100);
    expect(spikes.every(wide)).toBe(true);
  });

  it('is dealt on by no order and no fill while the spread is wider than bot.widestSpread', () => {
    const { dealt, wideTicks } = deal(ticks, { ...bot, widestSpread: WIDEST });
    const wideOnes = dealt.filter(wide);
    expect({ orders: orders(wideOnes), fills: fills(wideOnes) }).toEqual({ orders: 0, fills: 0 });
    expect(wideTicks).toBe(wideOnes.length);
    expect(wideTicks).toBeGreaterThan(1000);
    expect(fills(dealt)).toBeGreaterThan(50_000);
    const hour21 = dealt.filter(({ tick }) => new Date(tick.timeMs).getUTCHours() === 21);
    expect({ ticks: hour21.length > 100, orders: orders(hour21), fills: fills(hour21) }).toEqual({
      ticks: true,
      orders: 0,
      fills: 0,
    });
  });

  it('has every one of over a hundred open orders closed by one wide quote where any spread is dealt on', () => {
    const { dealt } = deal(ticks, bot);
    let open = 0;
    let worst = 0;
    for (const one of dealt) {
      const closed = one.dealings.completed.filter(({ exit }) => exit !== 'expired').length;
      if (wide(one) && open > 100) worst = Math.max(worst, closed / open);
      open += one.dealings.opened.length - one.dealings.completed.length;
    }
    expect(worst).toBe(1);
    expect(fills(dealt.filter(wide))).toBeGreaterThan(1000);
  });
});
