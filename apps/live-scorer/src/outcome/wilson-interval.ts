import { wilsonLowerBound } from '@moving-ground/numeric';

/** Two-sided 95 %: 2.5 % on either side. */
const CONFIDENCE = 0.975;

export type Interval = readonly [low: number, high: number];

/**
 * Wilson's interval of a share seen in n, which may be fractional. The upper bound is one minus the lower bound of the
 * complement. Of nothing everything is possible.
 */
export function wilsonInterval(share: number, n: number): Interval {
  if (!(n > 0)) return [0, 1];
  return [wilsonLowerBound(share * n, n, CONFIDENCE), 1 - wilsonLowerBound((1 - share) * n, n, CONFIDENCE)];
}
