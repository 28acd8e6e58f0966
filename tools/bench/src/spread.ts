export type Spread = { readonly min: number; readonly median: number; readonly max: number };

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? NaN;
  const last = sorted.length - 1;
  return { min: at(0), median: (at(last >> 1) + at((last + 1) >> 1)) / 2, max: at(last) };
}
