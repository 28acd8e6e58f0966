import type { Predictions } from './predictions.ts';

/** Orders with scores in one tenth of the range from 0 to 1. */
export type ReliabilityBin = {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly meanScore: number;
  readonly shareOfProfits: number;
};

export type Reliability = {
  readonly bins: readonly ReliabilityBin[];
  /**
   * How far score and share of profits lie apart, bin by bin, weighted with the bins' orders (expected calibration
   * error: Naeini, Cooper and Hauskrecht, AAAI 2015). Null without orders.
   */
  readonly calibrationError: number | null;
  /** Mean squared distance of score and label (Brier, 1950). Null without orders. */
  readonly brierScore: number | null;
};

const BINS = 10;

/** Only meaningful for scores that are probabilities: those of a model with logistic loss. */
export function reliability({ score, label }: Pick<Predictions, 'score' | 'label'>): Reliability {
  const [rows, scores, profits] = [0, 1, 2].map(() => new Float64Array(BINS)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let squares = 0;
  for (let i = 0; i < score.length; i++) {
    const [s, y] = [score[i] as number, label[i] as number];
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(s * BINS)));
    rows[bin] = (rows[bin] as number) + 1;
    scores[bin] = (scores[bin] as number) + s;
    profits[bin] = (profits[bin] as number) + y;
    squares += (s - y) ** 2;
  }
  const bins = Array.from(rows, (count, bin) => ({
    from: bin / BINS,
    to: (bin + 1) / BINS,
    rows: count,
    meanScore: (scores[bin] as number) / count,
    shareOfProfits: (profits[bin] as number) / count,
  })).filter((bin) => bin.rows > 0);
  const apart = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.meanScore - bin.shareOfProfits), 0);
  const count = score.length;
  return {
    bins,
    calibrationError: count > 0 ? apart / count : null,
    brierScore: count > 0 ? squares / count : null,
  };
}
