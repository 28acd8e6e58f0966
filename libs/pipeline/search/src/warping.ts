import type { SearchSpace } from './search-space.ts';

/**
 * Kumaraswamy's distribution function, 1 - (1 - x^a)^b on [0, 1]: stretches the part of a range where the objective
 * changes fast, so that a process that is alike everywhere fits it. a = b = 1 leaves the range as it is.
 */
export type Warping = { readonly a: number; readonly b: number };

/** The ends are kept this far away: a power below 1 has no slope there. */
const EDGE = 1e-6;

export function warped(x: number, { a, b }: Warping): number {
  return 1 - withinPower(x, a) ** b;
}

/** d warped / dx. */
export function warpedSlope(x: number, { a, b }: Warping): number {
  const inner = inside(x);
  return (1 - 2 * EDGE) * a * b * inner ** (a - 1) * withinPower(x, a) ** (b - 1);
}

/** d warped / d log a and d warped / d log b. */
export function shapeSlopes(x: number, { a, b }: Warping): readonly [number, number] {
  const inner = inside(x);
  const rest = withinPower(x, a);
  const byA = a * b * rest ** (b - 1) * inner ** a * Math.log(inner);
  return [byA, -b * rest ** b * Math.log(rest)];
}

/** A point with each numeric range warped; categories stay corners. @param warpings one a range */
export function warpedPoint(
  { isNumeric, rangeOf }: SearchSpace,
  point: Float64Array,
  warpings: readonly Warping[],
): Float64Array {
  return point.map((x, j) =>
    isNumeric[j] === true ? warped(x, warpings[rangeOf[j] as number] as Warping) : x,
  );
}

function inside(x: number): number {
  return EDGE + (1 - 2 * EDGE) * x;
}

/** 1 - x^a. */
function withinPower(x: number, a: number): number {
  return -Math.expm1(a * Math.log(inside(x)));
}
