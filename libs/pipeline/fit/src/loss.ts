import type { LinearLearnerHyperparameters } from '@moving-ground/tuning-config';

/** A block of rows under a loss; margins are x.w + b. */
export type LossBlock = {
  readonly margins: Float64Array;
  readonly labels: Float32Array;
  /** The label of margins[0] is labels[first]. */
  readonly first: number;
  readonly count: number;
  readonly positiveWeight: number;
};

/** Answers the sum of the losses and, where `slopes` is given, writes the derivative by each margin into it. */
export type Loss = {
  readonly objectiveName: string;
  readonly sum: (block: LossBlock, slopes?: Float64Array) => number;
};

/** log(1 + exp(x)) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** -p y log(sigmoid(f)) - (1 - y) log(1 - sigmoid(f)). */
const logistic: Loss = {
  objectiveName: 'binary_classification_cross_entropy_objective',
  sum: ({ margins, labels, first, count, positiveWeight }, slopes) => {
    let total = 0;
    for (let i = 0; i < count; i++) {
      const margin = margins[i] as number;
      const positive = labels[first + i] === 1;
      total += positive ? positiveWeight * softplus(-margin) : softplus(margin);
      if (slopes === undefined) continue;
      const score = sigmoid(margin);
      slopes[i] = positive ? positiveWeight * (score - 1) : score;
    }
    return total;
  },
};

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
