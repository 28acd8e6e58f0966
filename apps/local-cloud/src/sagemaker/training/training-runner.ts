import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../../protocol/service-error.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { Documents } from '../../state/documents.ts';
import { WorkStopped } from '../../worker/work-stopped.ts';
import { parseS3Uri } from '../resource/s3-uri.ts';
import { UnusableChannel, type TrainingData } from './channel-data.ts';
import type { TrainingOutcome, TrainingThreads, TrainingWatch } from './training-outcome.ts';
import { ended, moved, type TrainingJob } from './training-job.ts';

/** Timers take 31 bits of milliseconds: 24 days, far above any training here. */
const LONGEST_TIMER = 2_147_483_647;

export type TrainingRunnerParts = {
  readonly jobs: Documents<TrainingJob>;
  readonly objects: ObjectStore;
  /** The folder of the trainings' logs. */
  readonly logs: string;
  readonly threads: TrainingThreads;
};

type Watched = { readonly watch: TrainingWatch | undefined; readonly stopped: AbortSignal };
type RunParts = Watched & { readonly load: () => Promise<TrainingData> };
type TrainParts = Watched & { readonly data: TrainingData };

/** Takes training jobs from Starting to their end, and stops them. */
export class TrainingRunner {
  readonly #jobs: Documents<TrainingJob>;
  readonly #objects: ObjectStore;
  readonly #logs: string;
  readonly #threads: TrainingThreads;
  readonly #running = new Map<string, AbortController>();
  #isClosing = false;

  constructor({ jobs, objects, logs, threads }: TrainingRunnerParts) {
    this.#jobs = jobs;
    this.#objects = objects;
    this.#logs = logs;
    this.#threads = threads;
    mkdirSync(logs, { recursive: true });
  }

  /** The job as it ended; left as it is, to be run again, when the service closes meanwhile. */
  async run(
    begun: TrainingJob,
    load: () => Promise<TrainingData>,
    watch?: TrainingWatch,
  ): Promise<TrainingJob> {
    const stopped = new AbortController();
    this.#running.set(begun.name, stopped);
    try {
      return await this.#run(begun, { load, watch, stopped: stopped.signal });
    } catch (error) {
      return this.#interrupted(begun.name, stopped.signal, error as Error);
    } finally {
      this.#running.delete(begun.name);
    }
  }

  stop(name: string): void {
    this.#running.get(name)?.abort();
  }

  close(): void {
    this.#isClosing = true;
    for (const controller of this.#running.values()) controller.abort();
  }

  async #run(begun: TrainingJob, { load, watch, stopped }: RunParts): Promise<TrainingJob> {
    const downloading = this.#put(
      moved({ ...begun, startedAt: Date.now() }, 'Downloading', Date.now(), 'Downloading input data'),
    );
    const data = await load();
    const job = this.#put(moved(downloading, 'Training', Date.now(), 'Training in progress'));
    const outcome = await this.#train(job, { data, watch, stopped });
    if ('failure' in outcome) {
      return this.#put(ended(job, 'Failed', Date.now(), { message: outcome.failure }));
    }
    const { metrics, curve } = outcome;
    const told = { ...job, metrics, ...(curve && { curve }) };
    if (!('stoppedEarly' in outcome)) return this.#upload(told, outcome.artifact);
    const message = 'Training job stopped early: its objective was worse than the median of the earlier ones';
    return this.#put(ended({ ...told, stoppedEarly: true }, 'Stopped', Date.now(), { message }));
  }

  async #train(job: TrainingJob, { data, watch, stopped }: TrainParts): Promise<TrainingOutcome> {
    const seconds = job.definition.StoppingCondition.MaxRuntimeInSeconds ?? 86_400;
    const late = AbortSignal.timeout(Math.min(1000 * seconds, LONGEST_TIMER));
    const log = createWriteStream(join(this.#logs, `${job.name}.log`));
    try {
      const signal = AbortSignal.any([stopped, late]);
      const heard = (line: unknown): unknown => log.write(`${String(line)}\n`);
      const input = { hyperparameters: job.hyperparameters, data, ...(watch && { watch }) };
      return await this.#threads.do(input, { signal, heard });
    } finally {
      log.end();
    }
  }

  async #upload(job: TrainingJob, artifact: Uint8Array): Promise<TrainingJob> {
    const uploading = this.#put(moved(job, 'Uploading', Date.now(), 'Uploading generated training model'));
    const { bucket, key } = parseS3Uri(job.artifact);
    await this.#objects.put(bucket, key, artifact, { contentType: 'application/gzip' });
    return this.#put(ended(uploading, 'Completed', Date.now(), { message: 'Training job completed' }));
  }

  #interrupted(name: string, stopped: AbortSignal, error: Error): TrainingJob {
    const job = this.#jobs.get(name);
    if (!job) throw error;
    if (this.#isClosing) return job;
    if (!(error instanceof WorkStopped) && !stopped.aborted) {
      return this.#put(ended(job, 'Failed', Date.now(), { message: `${blameOf(error)}: ${error.message}` }));
    }
    if (stopped.aborted)
      return this.#put(ended(job, 'Stopped', Date.now(), { message: 'Training job stopped' }));
    const late = {
      message: 'The training ran longer than MaxRuntimeInSeconds',
      secondary: 'MaxRuntimeExceeded',
    };
    return this.#put(ended(job, 'Stopped', Date.now(), late));
  }

  #put(job: TrainingJob): TrainingJob {
    this.#jobs.put(job.name, job);
    return job;
  }
}

/** The first word of a FailureReason: whose the failure is. */
function blameOf(error: Error): string {
  const isClients = error instanceof UnusableChannel || error instanceof ServiceError;
  return isClients ? 'ClientError' : 'InternalServerError';
}
