import { seededRandom } from '@moving-ground/numeric';
import { emptyPredictions, type Predictions } from './predictions.ts';

export type MarketOfFlags = {
  readonly seed: number;
  readonly rows: number;
  /** Labels hang together for about this many seconds, as those of overlapping orders do. */
  readonly holdingSeconds: number;
  readonly baseRate: number;
  /** Chance that a flagged order is a profit whatever the market says: 0 is a model without knowledge. */
  readonly skill: number;
};

/** An order a second; flags come in stretches twice as long as labels do. */
export function predictionsOf({ seed, rows, holdingSeconds, baseRate, skill }: MarketOfFlags): Predictions {
  const random = seededRandom(seed);
  const predictions = emptyPredictions(rows);
  const changing = (value: number, chance: number, share: number): number =>
    random.uniform() < chance ? Number(random.uniform() < share) : value;
  let [label, flag] = [0, 0];
  for (let i = 0; i < rows; i++) {
    label = changing(label, 1 / holdingSeconds, baseRate);
    flag = changing(flag, 1 / (2 * holdingSeconds), 0.25);
    const held = Math.min(3 * holdingSeconds, -holdingSeconds * Math.log(1 - random.uniform()));
    predictions.openMs[i] = i * 1000;
    predictions.closeMs[i] = i * 1000 + Math.ceil(held * 1000);
    predictions.flagged[i] = flag;
    predictions.score[i] = 0.4 + 0.3 * flag;
    predictions.label[i] = flag === 1 && random.uniform() < skill ? 1 : label;
    predictions.profit[i] = predictions.label[i] === 1 ? 0.9 : -1.1;
  }
  return predictions;
}
