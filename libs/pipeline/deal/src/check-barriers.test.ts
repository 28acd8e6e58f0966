import type { BotSettings } from '@moving-ground/market';
import { describe, expect, it } from 'vitest';
import { BarrierWithinSpread, checkBarriers } from './check-barriers.ts';

const settings: BotSettings = {
  ordersPerSecond: 3,
  takeProfit: 10,
  stopLoss: 10,
  barrierUnit: 'points',
  maxHoldingSeconds: 3600,
  exitPrice: 'bid',
  widestSpread: null,
};

describe('checkBarriers', () => {
  it('accepts any barrier when exits are tested on the offer', () => {
    expect(() => checkBarriers({ ...settings, exitPrice: 'offer' }, 36)).not.toThrow();
  });

  it('refuses a barrier that is not wider than the spread when exits are tested on the bid', () => {
    expect(() => checkBarriers(settings, 36)).toThrow(BarrierWithinSpread);
    expect(() => checkBarriers(settings, 10)).toThrow(/spread of 10, but bot.takeProfit was 10/);
    expect(() => checkBarriers({ ...settings, stopLoss: 9 }, 9.5)).toThrow(/bot.stopLoss was 9/);
    expect(() => checkBarriers(settings, 9.99)).not.toThrow();
  });

  it('measures barriers given in spreads by the spread', () => {
    const inSpreads: BotSettings = { ...settings, barrierUnit: 'spreads', takeProfit: 2, stopLoss: 1.5 };
    expect(() => checkBarriers(inSpreads, 36)).not.toThrow();
    expect(() => checkBarriers({ ...inSpreads, stopLoss: 1 }, 36)).toThrow(BarrierWithinSpread);
  });
});
