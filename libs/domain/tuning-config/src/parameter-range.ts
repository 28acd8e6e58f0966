export const SCALINGS = ['Auto', 'Linear', 'Logarithmic', 'ReverseLogarithmic'] as const;

/** How a range is walked: in equal steps of x, of log x, or of -log(1 - x); `Auto` leaves it to the search. */
export type Scaling = (typeof SCALINGS)[number];

export type ContinuousRange = {
  readonly kind: 'continuous';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly scaling: Scaling;
};

/** Whole numbers, both ends included. */
export type IntegerRange = {
  readonly kind: 'integer';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly scaling: Scaling;
};

export type CategoricalRange = {
  readonly kind: 'categorical';
  readonly name: string;
  readonly values: readonly string[];
};

/** The values of one hyperparameter that a tuning may try. */
export type ParameterRange = ContinuousRange | IntegerRange | CategoricalRange;
