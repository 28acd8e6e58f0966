import { describe, expect, it } from 'vitest';
import { orderValue } from './order-value.ts';

const rows = { features: Float32Array.of(-1, 1, 9, -2, 2, 9), rows: 2, featureDim: 3 };
const bot = { takeProfit: 10, stopLoss: 5, barrierUnit: 'points', exitPrice: 'offer' } as const;

describe('what an order is worth', () => {
  it('has the spread taken off where exits have not paid it', () => {
    expect(orderValue(bot, [rows])).toEqual({ gain: 7, loss: -8, meanSpread: 3 });
    expect(orderValue({ ...bot, exitPrice: 'bid' }, [rows])).toEqual({ gain: 10, loss: -5, meanSpread: 3 });
  });

  it('follows barriers that are told in spreads', () => {
    expect(orderValue({ ...bot, barrierUnit: 'spreads' }, [rows])).toEqual({
      gain: 27,
      loss: -18,
      meanSpread: 3,
    });
  });

  it('is nothing odd without rows', () => {
    expect(orderValue(bot, []).meanSpread).toBe(0);
  });
});
