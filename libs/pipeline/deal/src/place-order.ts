import { spread, type BotSettings, type Order, type PriceTick } from '@moving-ground/market';

/**
 * The order that is bought on this tick, at its offer.
 * @returns undefined where barriers measured in spreads have no width, because the tick has no spread
 */
export function placeOrder(
  tick: Pick<PriceTick, 'timeMs' | 'bid' | 'offer'>,
  id: Order['id'],
  settings: BotSettings,
): Order | undefined {
  const unit = settings.barrierUnit === 'spreads' ? spread(tick) : 1;
  const takeProfit = settings.takeProfit * unit;
  const stopLoss = settings.stopLoss * unit;
  if (takeProfit <= 0 || stopLoss <= 0) return undefined;
  return {
    id,
    openTimeMs: tick.timeMs,
    openPrice: tick.offer,
    takeProfit,
    stopLoss,
    limitPrice: tick.offer + takeProfit,
    stopPrice: tick.offer - stopLoss,
  };
}
