// AssemblyScript: compiled to src/row-products/kernels.ts by `nx run numeric:kernels`, which a test repeats.

export { gemv } from './gemv';
export { addMoments } from './moments';
export { sgemv, sgemvTransposed } from './sgemv';
