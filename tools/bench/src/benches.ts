import { contestOutcome, type Bench } from './bench.ts';
import { durable } from './durable/durable.ts';
import { matching } from './matching/matching.ts';

export const BENCHES: readonly Bench[] = [
  {
    name: 'matching',
    title: 'orders closed by price, with very many open',
    toReach: '0.8 million ticks/s; two binary heaps',
    run: () => contestOutcome(matching()),
  },
  {
    name: 'durable',
    title: 'ticks made durable in small groups',
    toReach: '50,000 ticks/s; append + fdatasync, floor: the disk sync',
    run: () => contestOutcome(durable()),
  },
];
