import { join } from 'node:path';
import type { ObjectStore } from '../s3/object-store.ts';
import { Documents } from '../state/documents.ts';
import { createArns, type Arns } from './resource/arns.ts';
import { Tags } from './resource/tags.ts';
import type { TrainingJob } from './training/training-job.ts';
import { TrainingRunner } from './training/training-runner.ts';
import type { TuningJob } from './tuning/tuning-job.ts';

export type SageMakerOptions = {
  readonly objects: ObjectStore;
  readonly folder: string;
  readonly region: string;
  readonly account: string;
};

/** What the service's operations share. */
export class SageMakerState {
  readonly objects: ObjectStore;
  readonly folder: string;
  readonly arns: Arns;
  readonly tags: Tags;
  readonly trainings: Documents<TrainingJob>;
  readonly tunings: Documents<TuningJob>;
  readonly runner: TrainingRunner;
  readonly #work = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor({ objects, folder, region, account }: SageMakerOptions) {
    this.objects = objects;
    this.folder = folder;
    this.arns = createArns(region, account);
    this.tags = new Tags(join(folder, 'tags'));
    this.trainings = new Documents(join(folder, 'training-jobs'));
    this.tunings = new Documents(join(folder, 'tuning-jobs'));
    this.runner = new TrainingRunner(this.trainings, objects, join(folder, 'logs'));
  }

  /** Aborts when the service closes; what is unfinished then goes on after the next start. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Keeps hold of work that goes on after its operation has answered. */
  follow(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.runner.close();
    await Promise.allSettled(this.#work);
  }
}
