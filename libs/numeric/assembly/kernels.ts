// AssemblyScript: compiled to src/kernels/kernels.ts by `nx run numeric:kernels`, which a test repeats.

export { gemv } from './gemv';
export { adam, fold, unfold } from './model-steps';
export { addMoments } from './moments';
export { sgemv, sgemvTransposed } from './sgemv';
