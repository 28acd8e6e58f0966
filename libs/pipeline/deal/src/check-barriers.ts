import type { BotSettings } from '@moving-ground/market';

/** Exits on the bid with a barrier inside the spread: such an order is lost before the market moves. */
export class BarrierWithinSpread extends Error {
  override readonly name = 'BarrierWithinSpread';
  constructor(setting: string, barrier: number, spread: number) {
    super(
      `with bot.exitPrice "bid" each barrier must be wider than the spread of ${spread}, but bot.${setting} was ` +
        `${barrier} price units: widen it, or measure it in spreads (bot.barrierUnit "spreads", more than 1)`,
    );
  }
}

/**
 * @param spread offer minus bid at present, in price units
 * @throws BarrierWithinSpread when exits are tested on the bid and a barrier is not wider than the spread
 */
export function checkBarriers(settings: BotSettings, spread: number): void {
  if (settings.exitPrice === 'offer') return;
  const unit = settings.barrierUnit === 'spreads' ? spread : 1;
  for (const setting of ['takeProfit', 'stopLoss'] as const) {
    const barrier = settings[setting] * unit;
    if (spread > 0 && barrier <= spread) throw new BarrierWithinSpread(setting, barrier, spread);
  }
}
