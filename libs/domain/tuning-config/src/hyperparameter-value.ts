/** One kind of value: `read` answers undefined for a text outside of it, `expected` goes on after "which". */
export type HyperparameterValue<T> = {
  readonly read: (text: string) => T | undefined;
  readonly expected: string;
};

const WHOLE = /^\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A whole number from `min` to `max`. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): HyperparameterValue<number> {
  const upper = max === Number.MAX_SAFE_INTEGER ? 'up' : `to ${max}`;
  return {
    read: (text) =>
      WHOLE.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined,
    expected: `expects a whole number from ${min} ${upper}`,
  };
}

/** A finite number for which `fits` holds. */
export function real(condition: string, fits: (value: number) => boolean): HyperparameterValue<number> {
  return {
    read: (text) => {
      const value = Number(text);
      return NUMBER.test(text) && Number.isFinite(value) && fits(value) ? value : undefined;
    },
    expected: `expects a number${condition === '' ? '' : ` ${condition}`}`,
  };
}

export const positive = real('above 0', (value) => value > 0);
export const notNegative = real('of at least 0', (value) => value >= 0);
export const insideUnit = real('above 0 and below 1', (value) => value > 0 && value < 1);
export const unit = real('from 0 to 1', (value) => value >= 0 && value <= 1);
export const anyNumber = real('', () => true);

/** `true` or `false`, in any case: Python clients send "True". */
export const flag: HyperparameterValue<boolean> = {
  read: (text) => ({ true: true, false: false })[text.toLowerCase()],
  expected: "accepts one of the following: 'true', 'false'",
};

export function oneOf<const T extends string>(...values: readonly T[]): HyperparameterValue<T> {
  return {
    read: (text) => values.find((value) => value === text),
    expected: `accepts one of the following: ${values.map((value) => `'${value}'`).join(', ')}`,
  };
}

export function either<A, B>(
  a: HyperparameterValue<A>,
  b: HyperparameterValue<B>,
): HyperparameterValue<A | B> {
  return {
    read: (text) => a.read(text) ?? b.read(text),
    expected: `${a.expected}, or ${b.expected}`,
  };
}

/** A value or the word `auto`. */
export function orAuto<T>(value: HyperparameterValue<T>): HyperparameterValue<T | 'auto'> {
  return either(value, oneOf('auto'));
}
