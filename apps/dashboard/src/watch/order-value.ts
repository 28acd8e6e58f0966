import type { Configuration } from '@moving-ground/configuration';
import type { DecodedRecords } from '@moving-ground/formats';

export type OrderValue = {
  readonly gain: number | null;
  readonly loss: number | null;
  /** Over the rows, in price units. */
  readonly meanSpread: number;
};

/**
 * What an order earns at its barriers after the spread, in price units. Columns 0 and 1 of a row are bid and offer
 * minus the mid, so their difference is the spread at the order. Exits on the side of the entry (`offer`) have not
 * paid it: it is taken off the gain and put on the loss. Orders that expire are not told apart.
 */
export function orderValue(
  bot: Pick<Configuration['bot'], 'takeProfit' | 'stopLoss' | 'barrierUnit' | 'exitPrice'>,
  parts: readonly Pick<DecodedRecords, 'features' | 'rows' | 'featureDim'>[],
): OrderValue {
  const meanSpread = meanSpreadOf(parts);
  const unit = bot.barrierUnit === 'spreads' ? meanSpread : 1;
  const paid = bot.exitPrice === 'offer' ? meanSpread : 0;
  return { gain: bot.takeProfit * unit - paid, loss: -bot.stopLoss * unit - paid, meanSpread };
}

function meanSpreadOf(parts: readonly Pick<DecodedRecords, 'features' | 'rows' | 'featureDim'>[]): number {
  let [sum, rows] = [0, 0];
  for (const part of parts) {
    for (let row = 0; row < part.rows; row++) {
      const at = row * part.featureDim;
      sum += (part.features[at + 1] as number) - (part.features[at] as number);
    }
    rows += part.rows;
  }
  return rows === 0 ? 0 : sum / rows;
}
