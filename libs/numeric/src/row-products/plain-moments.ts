import type { Moments, RowBlock } from './row-products.ts';

/** A row after the other, in float64. */
export function addMoments(
  { values, columns, first, count }: RowBlock,
  { origin, sums, squares }: Moments,
): void {
  for (let row = first; row < first + count; row++) {
    for (let j = 0; j < columns; j++) {
      const offset = (values[row * columns + j] as number) - (origin[j] as number);
      sums[j] = (sums[j] as number) + offset;
      squares[j] = (squares[j] as number) + offset * offset;
    }
  }
}
