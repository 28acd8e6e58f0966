import { Instance, Module, type KernelMemory } from './kernel-memory.ts';
import { KERNELS } from './kernels.ts';

/** Where the rows begin, how wide they are and how many, where the factors lie, and where the results. */
export type RowKernel = (
  ...places: [rows: number, columns: number, count: number, from: number, to: number]
) => void;

type FoldKernel = (
  ...places: [parameters: number, inverseDeviation: number, mean: number, weights: number, columns: number]
) => number;

type UnfoldKernel = (
  ...given: [
    ...places: [parameters: number, inverseDeviation: number, mean: number, sums: number, gradient: number],
    columns: number,
    ...factors: [slope: number, count: number, decay: number],
  ]
) => void;

type AdamKernel = (
  ...given: [
    ...places: [parameters: number, gradient: number, first: number, second: number],
    length: number,
    ...factors: [rate: number, beta1: number, beta2: number],
  ]
) => void;

/** assembly/kernels.ts; places are byte offsets into the memory. */
export type Kernels = Readonly<Record<'gemv' | 'sgemv' | 'sgemvTransposed' | 'addMoments', RowKernel>> & {
  readonly fold: FoldKernel;
  readonly unfold: UnfoldKernel;
  readonly adam: AdamKernel;
};

let compiled: object | undefined;

export function startKernels(memory: KernelMemory): Kernels {
  compiled ??= new Module(Uint8Array.from(atob(KERNELS), (letter) => letter.charCodeAt(0)));
  return new Instance(compiled, { env: { memory } }).exports as Kernels;
}
