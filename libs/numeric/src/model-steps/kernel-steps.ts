import { reserve, type KernelMemory } from '../kernels/kernel-memory.ts';
import type { Kernels } from '../kernels/start-kernels.ts';
import type { AdamRates, ModelState, ModelSteps, Scaling, Unfolding } from './model-steps.ts';

const FLOAT64 = 8;

/** By SIMD kernels, over vectors in their memory: one room for all, a model's next to each other. */
export class KernelSteps implements ModelSteps {
  readonly models: readonly ModelState[];
  readonly weights: Float32Array;
  readonly sums: Float64Array;
  readonly gradient: Float64Array;
  readonly #kernels: Kernels;
  readonly #scaling: Scaling;

  /** @throws KernelMemoryFull */
  constructor(memory: KernelMemory, kernels: Kernels, scaling: Scaling, models: number) {
    const columns = scaling.mean.length;
    const vectors = vectorsIn(memory, columns + 1, 5 + 3 * models);
    this.#kernels = kernels;
    const [mean, inverseDeviation, sums] = [vectors(columns), vectors(columns), vectors(columns)];
    mean.set(scaling.mean);
    inverseDeviation.set(scaling.inverseDeviation);
    this.#scaling = { mean, inverseDeviation };
    this.sums = sums;
    this.weights = new Float32Array(memory.buffer, vectors(columns).byteOffset, columns);
    this.gradient = vectors(columns + 1);
    this.models = Array.from({ length: models }, () => ({
      parameters: vectors(columns + 1),
      firstMoments: vectors(columns + 1),
      secondMoments: vectors(columns + 1),
    }));
  }

  fold({ parameters }: ModelState): number {
    const { mean, inverseDeviation } = this.#scaling;
    return this.#kernels.fold(
      parameters.byteOffset,
      inverseDeviation.byteOffset,
      mean.byteOffset,
      this.weights.byteOffset,
      this.weights.length,
    );
  }

  unfold({ parameters }: ModelState, { slope, count, decay }: Unfolding): void {
    const { mean, inverseDeviation } = this.#scaling;
    this.#kernels.unfold(
      parameters.byteOffset,
      inverseDeviation.byteOffset,
      mean.byteOffset,
      this.sums.byteOffset,
      this.gradient.byteOffset,
      this.sums.length,
      slope,
      count,
      decay,
    );
  }

  adam(
    { parameters, firstMoments, secondMoments }: ModelState,
    { from, to }: { readonly from: number; readonly to: number },
    { rate, beta1, beta2 }: AdamRates,
  ): void {
    const skipped = FLOAT64 * from;
    this.#kernels.adam(
      parameters.byteOffset + skipped,
      this.gradient.byteOffset + skipped,
      firstMoments.byteOffset + skipped,
      secondMoments.byteOffset + skipped,
      to - from,
      rate,
      beta1,
      beta2,
    );
  }
}

/** Answers the next of `count` vectors, each with room for `room` float64. @throws KernelMemoryFull */
function vectorsIn(memory: KernelMemory, room: number, count: number): (length: number) => Float64Array {
  // An even number of float64: each vector begins where a register's would.
  const bytes = FLOAT64 * (room + (room % 2));
  let at = reserve(memory, count * bytes);
  return (length) => {
    const vector = new Float64Array(memory.buffer, at, length);
    at += bytes;
    return vector;
  };
}
