import { total, type BlockSums } from './block-sums.ts';

/**
 * How many more profits each block's flags caught than flags without knowledge would have: the sum over its orders of
 * (flag - share of flags)(label - base rate). Over all blocks it is hits - flagged x base rate, so divided by the flags
 * it is precision minus base rate. Both shares are those of all orders, and taking them off makes a block's value blind
 * to how much its neighbours flagged: a model that flags everything, or nothing, has 0 in every block.
 */
export function excessHits(sums: BlockSums): Float64Array {
  const rows = total(sums.rows);
  const share = total(sums.flagged) / rows;
  const base = total(sums.positives) / rows;
  return sums.hits.map((hits, i) => {
    const [n, flagged, positives] = [sums.rows[i], sums.flagged[i], sums.positives[i]] as [
      number,
      number,
      number,
    ];
    return hits - base * flagged - share * positives + n * share * base;
  });
}
