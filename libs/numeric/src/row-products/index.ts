export { KernelRows } from './kernel-rows.ts';
export { plainProducts } from './plain-products.ts';
export type { Moments, RowBlock, RowProducts } from './row-products.ts';
