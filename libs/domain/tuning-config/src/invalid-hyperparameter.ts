/** A hyperparameter the algorithm does not know, or a value outside its range. */
export class InvalidHyperparameter extends Error {
  override readonly name = 'InvalidHyperparameter';
  readonly hyperparameter: string;
  readonly value: string | undefined;
  constructor(hyperparameter: string, value: string | undefined, expected: string) {
    const was = value === undefined ? 'was missing' : `was "${value}"`;
    super(`hyperparameter ${hyperparameter} ${was}; ${expected}`);
    this.hyperparameter = hyperparameter;
    this.value = value;
  }
}
