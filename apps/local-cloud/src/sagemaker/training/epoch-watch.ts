import type { EpochObjectives } from '@moving-ground/fit';
import type { TrainingWatch } from './training-outcome.ts';

/** The training has fallen behind the earlier ones. */
export class FellBehind extends Error {
  override readonly name = 'FellBehind';
}

/** Notes the watched objective of each epoch, and ends the training where it is worse than it may be. */
export class EpochWatch {
  readonly curve: number[] = [];
  readonly #watch: TrainingWatch;

  constructor(watch: TrainingWatch) {
    this.#watch = watch;
  }

  get metricName(): string {
    return `${this.#watch.stage}:objective_loss`;
  }

  /** @throws FellBehind */
  readonly afterEpoch = (objectives: EpochObjectives): void => {
    const { stage, type, limits } = this.#watch;
    const value = objectives[stage];
    if (value === undefined) return;
    this.curve.push(value);
    const limit = limits[objectives.epoch] ?? null;
    if (limit === null) return;
    if (type === 'Minimize' ? value > limit : value < limit)
      throw new FellBehind(`${value} after epoch ${objectives.epoch}, where the median is ${limit}`);
  };
}
