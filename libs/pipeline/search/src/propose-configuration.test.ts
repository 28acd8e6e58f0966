import type { ParameterRange } from '@moving-ground/tuning-config';
import { tuningConfigOf } from '@moving-ground/tuning-config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchState, Trial } from './propose-configuration.ts';
import { proposeConfiguration } from './propose-configuration.ts';
import type { HyperparameterTexts } from './search-space.ts';

const { ranges } = tuningConfigOf({
  objective: 'validation:precision',
  maxJobs: 10,
  maxParallelJobs: 2,
  epochs: 15,
  targetRecall: 0.25,
  seed: 1,
});

const empty: SearchState = {
  ranges,
  trials: [],
  pending: [],
  direction: 'Maximize',
  strategy: 'Bayesian',
  seed: 7,
};

function exponent(configuration: HyperparameterTexts, name: string): number {
  return Math.log10(Number(configuration[name]));
}

/** Smooth over the article's ranges, best (0) at learning_rate 1e-3, wd 1e-4, l1 1e-5, weight 1 and with a bias. */
function bowl(configuration: HyperparameterTexts): number {
  return -(
    0.3 * (exponent(configuration, 'learning_rate') + 3) ** 2 +
    0.05 * (exponent(configuration, 'wd') + 4) ** 2 +
    0.05 * (exponent(configuration, 'l1') + 5) ** 2 +
    0.1 * exponent(configuration, 'positive_example_weight_mult') ** 2 +
    0.2 * (exponent(configuration, 'mini_batch_size') - 2.3) ** 2 +
    (configuration['use_bias'] === 'true' ? 0 : 0.3)
  );
}

type Objective = (configuration: HyperparameterTexts) => number | null;

/** A whole search with two trainings at a time. */
function search(state: SearchState, jobs: number, objective: Objective): readonly Trial[] {
  const trials: Trial[] = [];
  const pending: HyperparameterTexts[] = [];
  while (trials.length < jobs) {
    while (pending.length < 2) {
      pending.push(proposeConfiguration({ ...state, trials: [...trials], pending: [...pending] }));
    }
    const configuration = pending.shift()!;
    trials.push({ configuration, objective: objective(configuration) });
  }
  return trials;
}

function bestOf(trials: readonly Trial[]): number {
  return Math.max(...trials.map(({ objective }) => objective ?? -Infinity));
}

describe('proposeConfiguration', () => {
  it('beats random search on a smooth function, in 20 trials over 20 seeds and by four standard errors', () => {
    const gains = Array.from({ length: 20 }, (_, seed) => {
      const bayesian = search({ ...empty, seed }, 20, bowl);
      const random = search({ ...empty, seed, strategy: 'Random' }, 20, bowl);
      return bestOf(bayesian) - bestOf(random);
    });
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
    expect(mean).toBeGreaterThan(4 * Math.sqrt(variance / gains.length));
  });

  it('minimizes where it is told to: the mirrored objective gives the same search', () => {
    const up = search(empty, 8, bowl);
    const down = search({ ...empty, direction: 'Minimize' }, 8, (configuration) => -bowl(configuration));
    expect(down.map(({ configuration }) => configuration)).toEqual(
      up.map(({ configuration }) => configuration),
    );
  });

  it('proposes the same for the same state and another for another seed', () => {
    const trials = search(empty, 6, bowl);
    const state = { ...empty, trials };
    expect(proposeConfiguration(state)).toEqual(proposeConfiguration(state));
    expect(proposeConfiguration({ ...state, seed: 8 })).not.toEqual(proposeConfiguration(state));
  });

  it('stays within every range, whatever the search has seen', () => {
    const objectives = fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(), objectives, (seed, values) => {
        const trials: Trial[] = [];
        for (const objective of values) {
          const configuration = proposeConfiguration({ ...empty, seed, trials });
          for (const range of ranges) expect(fits(range, configuration[range.name]!)).toBe(true);
          trials.push({ configuration, objective });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('never repeats a configuration: finished, failed or pending', () => {
    const small: readonly ParameterRange[] = [
      { kind: 'integer', name: 'epochs', min: 1, max: 4, scaling: 'Linear' },
      { kind: 'categorical', name: 'use_bias', values: ['true', 'false'] },
    ];
    const failing: Objective = ({ epochs }) => (epochs === '2' ? null : Number(epochs));
    const trials = search({ ...empty, ranges: small }, 7, failing);
    expect(new Set(trials.map(({ configuration }) => JSON.stringify(configuration))).size).toBe(7);
  });

  it('says when nothing new is left', () => {
    const one: readonly ParameterRange[] = [{ kind: 'categorical', name: 'use_bias', values: ['true'] }];
    const state = { ...empty, ranges: one, trials: [{ configuration: { use_bias: 'true' }, objective: 1 }] };
    expect(() => proposeConfiguration(state)).toThrow(
      expect.objectContaining({ name: 'SearchSpaceExhausted' }),
    );
  });

  it('keeps away from a pending configuration as from one that is done', () => {
    const trials = search(empty, 9, bowl);
    const next = proposeConfiguration({ ...empty, trials });
    const beside = proposeConfiguration({ ...empty, trials, pending: [next] });
    const moved = ['learning_rate', 'wd', 'l1'].map((name) =>
      Math.abs(exponent(next, name) - exponent(beside, name)),
    );
    expect(Math.max(...moved)).toBeGreaterThan(0.1);
  });

  it('goes on when all objectives are equal or all trainings failed', () => {
    expect(search(empty, 6, () => 0.5)).toHaveLength(6);
    expect(search(empty, 6, () => null)).toHaveLength(6);
  });

  it('refuses a trial that does not fit the ranges', () => {
    const trial = { configuration: { use_bias: 'maybe' }, objective: 1 };
    const trials = [trial, trial, trial];
    expect(() => proposeConfiguration({ ...empty, trials })).toThrow(
      'use_bias of a tried configuration must be one of true, false, was "maybe"',
    );
  });

  it('covers the ranges evenly at random, in the logarithm where it is scaled so', () => {
    const random = search({ ...empty, strategy: 'Random' }, 400, () => 0);
    const low = random.filter(({ configuration }) => exponent(configuration, 'learning_rate') < -2.5).length;
    // Binomial: 400 draws at 1/2 have a standard deviation of 10.
    expect(Math.abs(low - 200)).toBeLessThan(45);
  });
});

function fits(range: ParameterRange, text: string): boolean {
  if (range.kind === 'categorical') return range.values.includes(text);
  const value = Number(text);
  const isWhole = range.kind === 'continuous' || Number.isInteger(value);
  return isWhole && value >= range.min && value <= range.max;
}
