import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newKernelMemory } from '../kernels/kernel-memory.ts';
import { startKernels } from '../kernels/start-kernels.ts';
import { seededRandom } from '../seeded-random.ts';
import { KernelSteps } from './kernel-steps.ts';
import type { ModelSteps, Scaling } from './model-steps.ts';
import { PlainSteps } from './plain-steps.ts';

const cases = fc.record({
  seed: fc.integer(),
  columns: fc.integer({ min: 1, max: 70 }),
  models: fc.integer({ min: 1, max: 3 }),
  decay: fc.constantFrom(0, 0.01),
});

function scalingOf({ seed, columns }: { readonly seed: number; readonly columns: number }): Scaling {
  const random = seededRandom(seed);
  const mean = Float64Array.from({ length: columns }, () => 100 * random.normal());
  // A column in five is constant.
  return { mean, inverseDeviation: mean.map((_, j) => (j % 5 === 4 ? 0 : Math.abs(random.normal()))) };
}

/** Three updates of each model, its bias at another rate; answers all that the steps leave behind. */
function stepped(steps: ModelSteps, { seed, decay }: { readonly seed: number; readonly decay: number }) {
  const random = seededRandom(seed + 1);
  const columns = steps.weights.length;
  const dots: number[] = [];
  for (const model of steps.models) model.parameters.forEach((_, j, all) => (all[j] = random.normal()));
  for (let t = 1; t <= 3; t++)
    for (const model of steps.models) {
      dots.push(steps.fold(model));
      steps.sums.forEach((_, j, sums) => (sums[j] = random.normal()));
      steps.unfold(model, { slope: random.normal(), count: 7, decay });
      steps.gradient[columns] = random.normal();
      steps.adam(model, { from: 0, to: columns }, { rate: 0.1, beta1: 0.9, beta2: 0.999 });
      steps.adam(model, { from: columns, to: columns + 1 }, { rate: 1, beta1: 0.9, beta2: 0.999 });
    }
  return { dots, models: steps.models, weights: steps.weights, gradient: steps.gradient, sums: steps.sums };
}

/** Bits, not values: -0 is no 0. */
const bits = ({ dots, models, weights, gradient, sums }: ReturnType<typeof stepped>) =>
  [
    Float64Array.from(dots),
    weights,
    gradient,
    sums,
    ...models.flatMap(({ parameters, firstMoments, secondMoments }) => [
      parameters,
      firstMoments,
      secondMoments,
    ]),
  ].map((numbers) => Buffer.from(numbers.slice().buffer).toString('hex'));

describe('the steps of models under training', () => {
  it('by kernels have the bits of the plain ones', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const scaling = scalingOf(given);
        const memory = newKernelMemory();
        const kernel = new KernelSteps(memory, startKernels(memory), scaling, given.models);
        const plain = new PlainSteps(scaling, given.models);
        expect(bits(stepped(kernel, given))).toEqual(bits(stepped(plain, given)));
      }),
    );
  });

  it('fold a scaling of thousands into weights whose product with the mean is what the bias loses', () => {
    const steps = new PlainSteps(scalingOf({ seed: 3, columns: 605 }), 1);
    const { parameters } = steps.models[0]!;
    parameters.fill(0.5);
    const { mean, inverseDeviation } = scalingOf({ seed: 3, columns: 605 });
    const taken = steps.fold(steps.models[0]!);
    const expected = mean.reduce((sum, m, j) => sum + m * Math.fround(0.5 * inverseDeviation[j]!), 0);
    expect(taken).toBeCloseTo(expected, 8);
    expect([...steps.weights]).toEqual([...inverseDeviation.map((inverse) => Math.fround(0.5 * inverse))]);
  });

  it('of several trainings in one memory do not meet', () => {
    const memory = newKernelMemory();
    const given = { seed: 5, columns: 9, models: 2, decay: 0.01 };
    const newSteps = (): KernelSteps =>
      new KernelSteps(memory, startKernels(memory), scalingOf(given), given.models);
    const [one, other] = [newSteps(), newSteps()];
    const left = stepped(one, given);
    const before = bits(left);
    expect(bits(stepped(other, { ...given, seed: 6 }))).not.toEqual(before);
    expect(bits(left)).toEqual(before);
  });
});
