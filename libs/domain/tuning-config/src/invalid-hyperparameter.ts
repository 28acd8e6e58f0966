/**
 * A hyperparameter the algorithm does not know, one it misses, or a value outside its range; in the words of the
 * algorithm's own refusal, as far as they are known.
 */
export class InvalidHyperparameter extends Error {
  override readonly name = 'InvalidHyperparameter';
  readonly hyperparameter: string;
  /** Undefined where it was missing. */
  readonly value: string | undefined;

  private constructor(hyperparameter: string, value: string | undefined, message: string) {
    super(message);
    this.hyperparameter = hyperparameter;
    this.value = value;
  }

  /** @param expected goes on after "which", for example `expects a number above 0` */
  static ofValue(hyperparameter: string, value: string, expected: string): InvalidHyperparameter {
    const message = `The value '${value}' is not valid for the '${hyperparameter}' hyperparameter which ${expected}`;
    return new InvalidHyperparameter(hyperparameter, value, message);
  }

  static unknown(hyperparameter: string, value: string): InvalidHyperparameter {
    const message = `Additional hyperparameters are not allowed ('${hyperparameter}' was unexpected)`;
    return new InvalidHyperparameter(hyperparameter, value, message);
  }

  static missing(hyperparameter: string): InvalidHyperparameter {
    const message = `No value(s) were specified for '${hyperparameter}' which are required hyperparameter(s)`;
    return new InvalidHyperparameter(hyperparameter, undefined, message);
  }
}
