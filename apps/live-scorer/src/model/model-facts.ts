import type { RunId } from '@moving-ground/run';
import { setTimeout as pause } from 'node:timers/promises';
import type { Promised } from './model-documents.ts';
import type { TrainingFacts } from './training-facts.ts';

/** A thing about a model that has to be fetched, and may be gone. */
export type Fetched<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'loading' }
  | { readonly kind: 'absent'; readonly reason: string };

export type ModelFactsParts = {
  /** Undefined where the decision is gone. */
  readonly readPromised: (runId: RunId) => Promise<Promised | undefined>;
  /** Undefined where the dataset is gone. */
  readonly readTraining: (runId: RunId) => Promise<TrainingFacts | undefined>;
  /** Told of what could not be read. */
  readonly onAbsent: (runId: RunId, reason: string) => void;
  /** Before a read that failed is tried again. */
  readonly retryMs: number;
};

const ATTEMPTS = 3;

/** What the newest model promised and was trained on, fetched once for each model. */
export class ModelFacts {
  readonly #parts: ModelFactsParts;
  #runId: RunId | undefined;
  #promised: Fetched<Promised> = { kind: 'loading' };
  #training: Fetched<TrainingFacts> = { kind: 'loading' };

  constructor(parts: ModelFactsParts) {
    this.#parts = parts;
  }

  get promised(): Fetched<Promised> {
    return this.#promised;
  }

  get training(): Fetched<TrainingFacts> {
    return this.#training;
  }

  /** The facts are about this model from now on. @returns when all that can be had is there */
  async of(runId: RunId): Promise<void> {
    if (runId === this.#runId) return;
    this.#runId = runId;
    this.#promised = { kind: 'loading' };
    this.#training = { kind: 'loading' };
    const { readPromised, readTraining } = this.#parts;
    const promised = await this.#fetch(runId, 'decision', readPromised);
    if (this.#runId === runId) this.#promised = promised;
    const training = await this.#fetch(runId, 'train part', readTraining);
    if (this.#runId === runId) this.#training = training;
  }

  async #fetch<T>(
    runId: RunId,
    what: string,
    read: (runId: RunId) => Promise<T | undefined>,
  ): Promise<Fetched<T>> {
    for (let attempt = 1; ; attempt++) {
      try {
        const value = await read(runId);
        return value === undefined ? this.#absent(runId, `its ${what} is gone`) : { kind: 'known', value };
      } catch (error) {
        const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        const isLast = attempt === ATTEMPTS || this.#runId !== runId;
        if (isLast) return this.#absent(runId, `its ${what} cannot be read: ${words}`);
      }
      await pause(this.#parts.retryMs, undefined, { ref: false });
    }
  }

  #absent(runId: RunId, reason: string): { readonly kind: 'absent'; readonly reason: string } {
    this.#parts.onAbsent(runId, reason);
    return { kind: 'absent', reason };
  }
}
