export * from './seeded-random.ts';
export { splitMix64, splitMix64Keys } from './split-mix-64.ts';
