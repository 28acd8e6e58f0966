export const LOSS_TYPES = ['logistic', 'hinge_loss'] as const;

/** A trained binary classifier in raw feature space, as Linear Learner stores it. */
export type LinearModel = {
  /** One weight a feature, float32. */
  readonly weights: Float32Array;
  /** float32. */
  readonly bias: number;
  /** Calibrated on the validation part: the label is 1 when the score reaches it. May be +-Infinity. */
  readonly threshold: number;
  readonly lossType: (typeof LOSS_TYPES)[number];
  readonly fBeta: number;
  readonly positiveExampleWeightMult: number;
};

/** One answer of the endpoint. */
export type Prediction = { readonly score: number; readonly predictedLabel: 0 | 1 };

export class WrongFeatureCount extends Error {
  override readonly name = 'WrongFeatureCount';
  readonly row: number;
  constructor(row: number, was: number, expected: number) {
    super(`row ${row} had ${was} features, the model has ${expected}`);
    this.row = row;
  }
}
