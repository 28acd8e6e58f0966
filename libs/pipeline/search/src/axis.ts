import type { ContinuousRange, IntegerRange, Scaling } from '@moving-ground/tuning-config';

/** A numeric range stretched over [0, 1]. */
export type Axis = {
  /** Where a value lies, 0 to 1. */
  readonly place: (value: number) => number;
  /** The value at a place, inside the range, and whole for an integer range. */
  readonly valueAt: (place: number) => number;
};

type Stretch = { readonly apply: (x: number) => number; readonly undo: (u: number) => number };

const stretches: Readonly<Record<Exclude<Scaling, 'Auto'>, Stretch>> = {
  Linear: { apply: (x) => x, undo: (u) => u },
  Logarithmic: { apply: Math.log, undo: Math.exp },
  ReverseLogarithmic: { apply: (x) => -Math.log1p(-x), undo: (u) => -Math.expm1(-u) },
};

/** A positive range this many times its lower end wide is walked by its logarithm when the choice is left open. */
const WIDE = 100;

function stretchOf({ scaling, min, max }: ContinuousRange | IntegerRange): Stretch {
  if (scaling !== 'Auto') return stretches[scaling];
  return min > 0 && max / min >= WIDE ? stretches.Logarithmic : stretches.Linear;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/** An integer range is walked half a step beyond both ends, so that every whole number has its fair share. */
export function axisOf(range: ContinuousRange | IntegerRange): Axis {
  const { kind, min, max } = range;
  const { apply, undo } = stretchOf(range);
  const margin = kind === 'integer' && min < max ? 0.5 : 0;
  const start = apply(min - margin);
  const length = apply(max + margin) - start;
  return {
    place: (value) => (length === 0 ? 0 : clamp((apply(value) - start) / length, 0, 1)),
    valueAt: (place) => {
      const value = undo(start + clamp(place, 0, 1) * length);
      return clamp(kind === 'integer' ? Math.round(value) : value, min, max);
    },
  };
}
