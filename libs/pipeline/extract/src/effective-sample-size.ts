import { releaseMemory } from './release-memory.ts';

/**
 * How many independent labels a part is worth: the sum over its orders of their average uniqueness, which is the mean,
 * over the seconds an order was open (first and last included), of one divided by the number of the part's orders open
 * in that second. Source: Lopez de Prado, Advances in Financial Machine Learning, 2018, chapter 4.
 * @param openMs ascending, @param closeMs of the same orders, none before its opening
 */
export function effectiveSampleSize(openMs: Float64Array, closeMs: Float64Array): number {
  const ends = closeMs.map(endOf).sort();
  const shares = cumulatedShares(openMs, ends);
  let total = 0;
  for (let i = 0; i < openMs.length; i++) {
    const [open, end] = [secondOf(openMs[i] as number), endOf(closeMs[i] as number)];
    const untilEnd = shares.atEnds[firstIndexOf(ends, end)] as number;
    total += (untilEnd - (shares.atOpens[i] as number)) / (end - open);
  }
  releaseMemory(ends, shares.atOpens, shares.atEnds);
  return total;
}

/**
 * One divided by the orders open, cumulated over the seconds until each opening and each end; it changes its slope
 * only there.
 */
type CumulatedShares = { readonly atOpens: Float64Array; readonly atEnds: Float64Array };

/** @param openMs ascending, @param ends ascending: the first second in which an order is not open any more */
function cumulatedShares(openMs: Float64Array, ends: Float64Array): CumulatedShares {
  const [atOpens, atEnds] = [new Float64Array(openMs.length), new Float64Array(ends.length)];
  let [opened, ended, sum, before] = [0, 0, 0, 0];
  while (ended < ends.length) {
    const open = opened < openMs.length ? secondOf(openMs[opened] as number) : Infinity;
    const end = ends[ended] as number;
    const second = Math.min(open, end);
    if (opened > ended) sum += (second - before) / (opened - ended);
    before = second;
    if (open <= end) atOpens[opened++] = sum;
    else atEnds[ended++] = sum;
  }
  return { atOpens, atEnds };
}

function firstIndexOf(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}

/** The first second in which an order is not open any more. */
function endOf(closeMs: number): number {
  return secondOf(closeMs) + 1;
}
