import type { ModelSettings } from './model-settings.ts';

/** The learning rate before each update: multiplied by the factor every `lrSchedulerStep` updates, down to a floor. */
export class LearningRateSchedule {
  readonly #settings: ModelSettings;
  readonly #enabled: boolean;
  #rate: number;
  #count = 0;
  /** The update at which the floor was reached. */
  floorReachedAt: number | undefined;

  constructor(settings: ModelSettings, enabled: boolean) {
    this.#settings = settings;
    this.#enabled = enabled;
    this.#rate = settings.learningRate;
  }

  /** The rate of update `t` = 1, 2, ..., asked for in that order. */
  at(t: number): number {
    const { lrSchedulerStep: step } = this.#settings;
    while (this.#enabled && t > this.#count + step) {
      this.#count += step;
      this.#decay(t);
    }
    return this.#rate;
  }

  #decay(t: number): void {
    const { lrSchedulerFactor: factor, lrSchedulerMinimumLr: floor } = this.#settings;
    this.#rate *= factor;
    if (this.#rate > floor) return;
    this.#rate = floor;
    this.floorReachedAt ??= t;
  }
}
