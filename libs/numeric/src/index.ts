export * from './cholesky.ts';
export * from './row-products/index.ts';
export * from './minimize.ts';
export * from './normal-distribution.ts';
export * from './seeded-random.ts';
export { splitMix64, splitMix64Keys } from './split-mix-64.ts';
export * from './triangular-solve.ts';
export * from './wilson-lower-bound.ts';
