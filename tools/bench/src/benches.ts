import { contestOutcome, type Bench } from './bench.ts';
import { matching } from './matching/matching.ts';

export const BENCHES: readonly Bench[] = [
  {
    name: 'matching',
    title: 'orders closed by price, with very many open',
    toReach: '0.8 million ticks/s; two binary heaps',
    run: () => contestOutcome(matching()),
  },
];
