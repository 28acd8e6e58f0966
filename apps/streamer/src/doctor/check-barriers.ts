import { BarrierWithinSpread, checkBarriers as checkAgainstSpread } from '@moving-ground/deal';
import type { BotSettings } from '@moving-ground/market';
import { check, ok, problem, skipped, type Check, type Found, type HeardPrice } from './check.ts';

/** The bot's barriers and its widest spread against the spread of the present price. */
export function checkBarriers(bot: BotSettings): Check {
  return check({
    name: 'barriers',
    needs: ['price'],
    gives: [],
    look: ({ price }) => judgeBarriers(bot, price),
  });
}

export function judgeBarriers(bot: BotSettings, { tick }: HeardPrice): Found {
  // A market that nobody deals in quotes wide.
  if (tick.marketState !== 'TRADEABLE') return skipped(`because the market is ${tick.marketState}`);
  const spread = tick.offer - tick.bid;
  const told = `the spread is ${shown(spread)}`;
  try {
    checkAgainstSpread(bot, spread);
  } catch (error) {
    if (error instanceof BarrierWithinSpread)
      return problem(error.message, 'every order would be lost before the market moves');
    throw error;
  }
  if (bot.widestSpread !== null && spread > bot.widestSpread)
    return problem(
      `${told}, and bot.widestSpread ${bot.widestSpread}`,
      'no order would be placed: raise it, or wait for a calmer market',
    );
  return ok(
    `${told}, take profit ${bot.takeProfit}, stop loss ${bot.stopLoss} ${bot.barrierUnit}, tested on the ${bot.exitPrice}`,
  );
}

/** A difference of two decimals, without what binary fractions add to it. */
function shown(spread: number): string {
  return String(Number(spread.toPrecision(10)));
}
