import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';

/** A block of rows under a loss; margins are x.w + b. */
export type LossBlock = {
  readonly margins: Float32Array | Float64Array;
  readonly labels: Float32Array;
  /** The label of margins[0] is labels[first]. */
  readonly first: number;
  readonly count: number;
  readonly positiveWeight: number;
};

/** Answers the sum of the losses and, where `slopes` is given, writes the derivative by each margin into it. */
export type Loss = {
  readonly objectiveName: string;
  readonly sum: (block: LossBlock, slopes?: Float32Array) => number;
};

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Rows whose factors 1 + exp(-|f|), at most 2, are multiplied before their logarithm is taken: 2^512 is far from infinite. */
const FACTORS = 512;

/** -p y log(sigmoid(f)) - (1 - y) log(1 - sigmoid(f)). */
const logistic: Loss = {
  objectiveName: 'binary_classification_cross_entropy_objective',
  sum: (block, slopes) => {
    let total = 0;
    for (let from = 0; from < block.count; from += FACTORS) {
      const to = Math.min(block.count, from + FACTORS);
      total += logisticSum(block, [from, to], slopes);
    }
    return total;
  },
};

/**
 * log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)) for x on the wrong side of 0, which cannot overflow. The logarithms of
 * the second terms add up to the logarithm of a product, one for each label: a logarithm a row would cost as much as its
 * exponential. The label, 0 or 1, is a factor: which one comes cannot be foreseen, and a wrong guess costs half
 * a row. An infinite margin makes the loss NaN: the training has diverged.
 */
function logisticSum(
  { margins, labels, first, positiveWeight }: LossBlock,
  [from, to]: readonly [number, number],
  slopes: Float32Array | undefined,
): number {
  let [positives, negatives, positiveFactor, negativeFactor] = [0, 0, 1, 1];
  for (let i = from; i < to; i++) {
    const margin = margins[i] as number;
    const positive = labels[first + i] as number;
    const negative = 1 - positive;
    const tail = Math.exp(-Math.abs(margin));
    positives += positive * Math.max(-margin, 0);
    negatives += negative * Math.max(margin, 0);
    positiveFactor *= 1 + positive * tail;
    negativeFactor *= 1 + negative * tail;
    if (slopes === undefined) continue;
    const score = (margin < 0 ? tail : 1) / (1 + tail);
    slopes[i] = (positive * positiveWeight + negative) * (score - positive);
  }
  const [lost, flagged] = [positives + Math.log(positiveFactor), negatives + Math.log(negativeFactor)];
  return positiveWeight * lost + flagged;
}

/** p y ((m + 1)/2 - f)+ + (1 - y) ((m - 1)/2 + f)+ for margin m. */
function hinge(margin: number): Loss {
  const above = (margin + 1) / 2;
  const below = (margin - 1) / 2;
  return {
    objectiveName: 'hinge_loss_objective',
    sum: ({ margins, labels, first, count, positiveWeight }, slopes) => {
      let total = 0;
      for (let i = 0; i < count; i++) {
        const f = margins[i] as number;
        const positive = labels[first + i] === 1;
        const lack = positive ? above - f : below + f;
        const weight = positive ? positiveWeight : 1;
        // Math.max keeps NaN, so a diverged margin shows in the loss.
        total += weight * Math.max(0, lack);
        if (slopes !== undefined) slopes[i] = lack > 0 ? (positive ? -weight : weight) : 0;
      }
      return total;
    },
  };
}

export function lossOf({ loss, margin }: LinearLearnerHyperparameters): Loss {
  return loss === 'logistic' ? logistic : hinge(margin);
}
