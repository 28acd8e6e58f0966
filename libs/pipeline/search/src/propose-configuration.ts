import type { SeededRandom } from '@moving-ground/numeric';
import { minimize, seededRandom, splitMix64 } from '@moving-ground/numeric';
import type { Direction, ParameterRange, Strategy } from '@moving-ground/tuning-config';
import { ExpectedImprovement } from './expected-improvement.ts';
import { fitSurrogate } from './fit-surrogate.ts';
import type { Observations } from './observations.ts';
import type { HyperparameterTexts } from './search-space.ts';
import { SearchSpace } from './search-space.ts';
import { Surrogate } from './surrogate.ts';

/** A finished training. */
export type Trial = {
  readonly configuration: HyperparameterTexts;
  /** Null, or no finite number, where the training failed: it teaches nothing, and is not tried again. */
  readonly objective: number | null;
};

export type SearchState = {
  readonly ranges: readonly ParameterRange[];
  readonly trials: readonly Trial[];
  /** Configurations still in training. */
  readonly pending: readonly HyperparameterTexts[];
  readonly direction: Direction;
  readonly strategy: Strategy;
  readonly seed: number;
};

/** Every configuration of the ranges has been tried. */
export class SearchSpaceExhausted extends Error {
  override readonly name = 'SearchSpaceExhausted';
}

/** Trainings begun at random before the process has something to say. */
const INITIAL_POINTS = 3;
const RANDOM_CANDIDATES = 250;
/** Of these, the most promising are climbed from. */
const CLIMBS = 5;
const FANTASIES = 20;
/** Draws without anything new after which the space counts as exhausted. */
const MAX_DRAWS = 20_000;

/** The stream of one proposal: another for each number of trainings begun, so that a resumed search goes on alike. */
function streamOf({ seed, trials, pending }: SearchState): SeededRandom {
  const begun = BigInt(trials.length + pending.length);
  return seededRandom(Number(splitMix64(BigInt(seed) + (begun << 40n)) >> 11n));
}

/** Mean 0, deviation 1, smaller is better. */
function standardized(objectives: readonly number[], direction: Direction): Float64Array {
  const mean = objectives.reduce((sum, value) => sum + value, 0) / objectives.length;
  const variance = objectives.reduce((sum, value) => sum + (value - mean) ** 2, 0) / objectives.length;
  const scale = (direction === 'Minimize' ? 1 : -1) / (Math.sqrt(variance) || 1);
  return Float64Array.from(objectives, (value) => (value - mean) * scale);
}

/** One proposal in the making. */
class Proposal {
  readonly #state: SearchState;
  readonly #space: SearchSpace;
  readonly #random: SeededRandom;
  readonly #known: ReadonlySet<string>;

  constructor(state: SearchState) {
    this.#state = state;
    this.#space = new SearchSpace(state.ranges);
    this.#random = streamOf(state);
    const begun = [...state.trials.map(({ configuration }) => configuration), ...state.pending];
    this.#known = new Set(begun.map((configuration) => this.#space.keyOf(configuration)));
  }

  make(): HyperparameterTexts {
    const { strategy, pending } = this.#state;
    const observations = this.#observations();
    const count = observations.points.length;
    const isEarly = count < 2 || count + pending.length < INITIAL_POINTS;
    if (strategy === 'Random' || isEarly) return this.#space.decode(this.#newPoint());
    return this.#mostPromising(observations);
  }

  #observations(): Observations {
    const finished = this.#state.trials.flatMap(({ configuration, objective }) =>
      objective === null || !Number.isFinite(objective) ? [] : [{ configuration, objective }],
    );
    return {
      space: this.#space,
      points: finished.map(({ configuration }) => this.#space.encode(configuration)),
      targets: standardized(
        finished.map(({ objective }) => objective),
        this.#state.direction,
      ),
    };
  }

  #isNew(point: Float64Array): boolean {
    return !this.#known.has(this.#space.keyOf(this.#space.decode(point)));
  }

  #newPoint(): Float64Array {
    for (let draw = 0; draw < MAX_DRAWS; draw++) {
      const point = this.#space.random(this.#random);
      if (this.#isNew(point)) return point;
    }
    throw new SearchSpaceExhausted(
      `all configurations of the ranges have been tried (${this.#known.size}); widen a range or ask for fewer jobs`,
    );
  }

  #improvement(observations: Observations): ExpectedImprovement {
    const observed = new Surrogate(observations, fitSurrogate(observations, this.#random));
    const pending = this.#state.pending.map((configuration) => this.#space.encode(configuration));
    if (pending.length === 0) return new ExpectedImprovement(observed, [observations.targets]);
    const worlds = Array.from({ length: FANTASIES }, () =>
      pending.reduce((surrogate, point) => surrogate.withFantasy(point, this.#random), observed),
    );
    const targets = worlds.map(({ observations: { targets } }) => targets);
    // The worlds differ in targets only: one factor serves all.
    return new ExpectedImprovement(worlds[0] ?? observed, targets);
  }

  #mostPromising(observations: Observations): HyperparameterTexts {
    const improvement = this.#improvement(observations);
    const candidates = Array.from({ length: RANDOM_CANDIDATES }, () => this.#space.random(this.#random));
    const first = this.#newPoint();
    const promising = [...candidates, first]
      .filter((point) => this.#isNew(point))
      .map((point) => ({ point, value: improvement.at(point) }))
      .sort((a, b) => b.value - a.value)
      .slice(0, CLIMBS);
    const climbed = promising.map(({ point }) => this.#climb(improvement, point));
    const best = [...climbed, ...promising]
      .filter(({ point }) => this.#isNew(point))
      .reduce((a, b) => (b.value > a.value ? b : a));
    return this.#space.decode(best.point);
  }

  /** Uphill in the numbers, with the categories as they are; valued where rounding puts it. */
  #climb(improvement: ExpectedImprovement, start: Float64Array): { point: Float64Array; value: number } {
    const lower = start.map((value, j) => (this.#space.isNumeric[j] === true ? 0 : value));
    const upper = start.map((value, j) => (this.#space.isNumeric[j] === true ? 1 : value));
    const { point } = minimize(improvement.negativeLog, start, {
      lower,
      upper,
      maxIterations: 30,
      tolerance: 1e-4,
    });
    const rounded = this.#space.encode(this.#space.decode(point));
    return { point: rounded, value: improvement.at(rounded) };
  }
}

/**
 * The next configuration to train, by what those tried so far reached: a Gaussian process (Matern 5/2, one bandwidth a
 * range, MAP) and expected improvement, or at random. The same state gives the same configuration, and none twice.
 * @throws SearchSpaceExhausted when nothing new is left
 * @throws UnreadableConfiguration when a trial does not fit the ranges
 */
export function proposeConfiguration(state: SearchState): HyperparameterTexts {
  return new Proposal(state).make();
}
