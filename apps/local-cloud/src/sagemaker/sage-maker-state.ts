import { join } from 'node:path';
import type { ObjectStore } from '../s3/object-store.ts';
import { Documents } from '../state/documents.ts';
import { Threads } from '../worker/threads.ts';
import { createArns, type Arns } from './resource/arns.ts';
import { Tags } from './resource/tags.ts';
import type { LoadingThreads } from './training/load-channels.ts';
import type { TrainingJob } from './training/training-job.ts';
import type { TrainingThreads } from './training/training-outcome.ts';
import { TrainingRunner } from './training/training-runner.ts';
import type { ProposingThreads } from './tuning/proposal.ts';
import type { TuningJob } from './tuning/tuning-job.ts';

/** Trainings of a tuning that run side by side, by default: as many threads stay warm. */
const SIDE_BY_SIDE = 2;

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
  readonly loading: LoadingThreads = new Threads(new URL('training/channel-worker.ts', import.meta.url), 1);
  readonly proposing: ProposingThreads = new Threads(
    new URL('tuning/proposal-worker.ts', import.meta.url),
    1,
  );
  readonly #training: TrainingThreads = new Threads(
    new URL('training/training-worker.ts', import.meta.url),
    SIDE_BY_SIDE,
  );
  readonly #work = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor({ objects, folder, region, account }: SageMakerOptions) {
    this.objects = objects;
    this.folder = folder;
    this.arns = createArns(region, account);
    this.tags = new Tags(join(folder, 'tags'));
    this.trainings = new Documents(join(folder, 'training-jobs'));
    this.tunings = new Documents(join(folder, 'tuning-jobs'));
    const logs = join(folder, 'logs');
    this.runner = new TrainingRunner({ jobs: this.trainings, objects, logs, threads: this.#training });
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

  prepare(): void {
    for (const threads of this.#threads) threads.prepare();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.runner.close();
    await Promise.allSettled(this.#work);
    await Promise.all(this.#threads.map((threads) => threads.close()));
  }

  get #threads() {
    return [this.loading, this.proposing, this.#training] as const;
  }
}
