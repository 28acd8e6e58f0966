/** z = (x - mean) * inverseDeviation, column by column. */
export type Scaling = { readonly mean: Float64Array; readonly inverseDeviation: Float64Array };

/** One model under training: a number a column and, last, the bias's. */
export type ModelState = {
  /** In normalized space. */
  readonly parameters: Float64Array;
  /** Adam's running means of the gradient and of its square. */
  readonly firstMoments: Float64Array;
  readonly secondMoments: Float64Array;
};

/** The sum of the slopes of a mini-batch, how many rows it has, and how strongly weights decay. */
export type Unfolding = { readonly slope: number; readonly count: number; readonly decay: number };

export type AdamRates = {
  /** With the corrections of both moments folded in. */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
};

/**
 * What a training does between the products, over one scaling and one model at a time: the scaler is folded into the
 * weights before a product and into the gradient after it. Every implementation gives the same bits.
 */
export interface ModelSteps {
  /** All start at 0. */
  readonly models: readonly ModelState[];
  /** In the space of the rows: what `fold` writes. */
  readonly weights: Float32Array;
  /** In the space of the rows: what `unfold` reads. */
  readonly sums: Float64Array;
  /** In normalized space, the bias's last: what `unfold` writes, but for that one, and `adam` reads. */
  readonly gradient: Float64Array;
  /** weights = parameters * inverseDeviation, rounded to float32; answers weights . mean. */
  readonly fold: (model: ModelState) => number;
  /** gradient = (sums - mean * slope) * inverseDeviation / count + decay * parameters */
  readonly unfold: (model: ModelState, unfolding: Unfolding) => void;
  /** Moves the parameters `from` to `to - 1` against the gradient (Kingma and Ba, 2015). */
  readonly adam: (
    model: ModelState,
    range: { readonly from: number; readonly to: number },
    rates: AdamRates,
  ) => void;
}
