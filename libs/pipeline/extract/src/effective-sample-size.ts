/**
 * How many independent labels a part is worth: the sum over its orders of their average uniqueness, which is the mean,
 * over the seconds an order was open (first and last included), of one divided by the number of the part's orders open
 * in that second. Source: Lopez de Prado, Advances in Financial Machine Learning, 2018, chapter 4.
 * @param openMs ascending, @param closeMs of the same orders, none before its opening
 */
export function effectiveSampleSize(openMs: Float64Array, closeMs: Float64Array): number {
  const opens = openMs.map(secondOf);
  const ends = closeMs.map((ms) => secondOf(ms) + 1);
  const shares = cumulatedShares(opens, ends.slice().sort());
  let total = 0;
  for (let i = 0; i < opens.length; i++) {
    const [open, end] = [opens[i] as number, ends[i] as number];
    total += (shares.until(end) - shares.until(open)) / (end - open);
  }
  return total;
}

/** One divided by the orders open, cumulated over the seconds; it changes its slope only where one opens or closes. */
type CumulatedShares = { readonly until: (second: number) => number };

/** @param opens ascending, @param ends ascending: the first second in which an order is not open any more */
function cumulatedShares(opens: Float64Array, ends: Float64Array): CumulatedShares {
  const turns = new Float64Array(2 * opens.length);
  const sums = new Float64Array(2 * opens.length);
  let [opened, ended, sum, before] = [0, 0, 0, 0];
  for (let turn = 0; turn < turns.length; turn++) {
    const [open, end] = [opens[opened] ?? Infinity, ends[ended] as number];
    const second = Math.min(open, end);
    if (opened > ended) sum += (second - before) / (opened - ended);
    turns[turn] = before = second;
    sums[turn] = sum;
    if (open <= end) opened++;
    else ended++;
  }
  return { until: (second) => sums[firstIndexOf(turns, second)] as number };
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
