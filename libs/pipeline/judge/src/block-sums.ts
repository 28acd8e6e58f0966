import type { Predictions } from './predictions.ts';
import type { TimeBlocks } from './time-blocks.ts';

/** One entry a block. */
export type BlockSums = {
  readonly rows: Float64Array;
  readonly positives: Float64Array;
  readonly flagged: Float64Array;
  readonly hits: Float64Array;
  /** Summed over the flagged orders, and over all of them. */
  readonly flaggedProfit: Float64Array;
  readonly profit: Float64Array;
};

export function blockSums(predictions: Predictions, { blockOf, count }: TimeBlocks): BlockSums {
  const column = (): Float64Array => new Float64Array(count);
  const sums = {
    rows: column(),
    positives: column(),
    flagged: column(),
    hits: column(),
    flaggedProfit: column(),
    profit: column(),
  };
  const { flagged, label, profit } = predictions;
  for (let i = 0; i < blockOf.length; i++) {
    const block = blockOf[i] as number;
    const [flag, gain] = [flagged[i] as number, profit[i] as number];
    add(sums.rows, block, 1);
    add(sums.positives, block, label[i] as number);
    add(sums.flagged, block, flag);
    add(sums.hits, block, flag * (label[i] as number));
    add(sums.flaggedProfit, block, flag * gain);
    add(sums.profit, block, gain);
  }
  return sums;
}

export function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function add(values: Float64Array, at: number, value: number): void {
  values[at] = (values[at] as number) + value;
}
