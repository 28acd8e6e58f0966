import { ServiceError } from '../../protocol/service-error.ts';
import type { SageMakerState } from '../sage-maker-state.ts';
import { ended, isFinished, objectiveOf, type TrainingJob } from '../training/training-job.ts';
import type { TuningOrder } from './tuning-input.ts';
import { trainingNameOf, type TuningJob, type TuningStatus } from './tuning-job.ts';
import { TuningRun } from './tuning-run.ts';
import { checkParents, learnedFrom, type Learned } from './warm-start.ts';

const LONGEST_TIMER = 2_147_483_647;

/** The tuning jobs; one that was going on when the service stopped goes on. */
export class Tunings {
  readonly #state: SageMakerState;
  readonly #stops = new Map<string, AbortController>();

  constructor(state: SageMakerState) {
    this.#state = state;
    for (const tuning of state.tunings.all()) this.#resume(tuning);
  }

  create({ name, config, plan, definition, warmStart, tags }: TuningOrder): TuningJob {
    if (this.#state.tunings.get(name)) {
      throw new ServiceError('ResourceInUse', `Hyperparameter tuning job names must be unique: ${name}`);
    }
    if (warmStart) checkParents(warmStart, { plan }, (parent) => this.#state.tunings.get(parent));
    const arn = this.#state.arns('hyper-parameter-tuning-job', name);
    const at = Date.now();
    const tuning = this.#put({
      name,
      arn,
      config,
      plan,
      definition,
      ...(warmStart && { warmStart }),
      status: 'InProgress',
      createdAt: at,
      modifiedAt: at,
    });
    this.#state.tags.add(arn, tags);
    this.#begin(tuning);
    return tuning;
  }

  /** @throws ServiceError ResourceNotFound */
  existing(name: string): TuningJob {
    const tuning = this.#state.tunings.get(name);
    if (tuning) return tuning;
    throw new ServiceError(
      'ResourceNotFound',
      `Requested resource not found: hyperparameter tuning job ${name}`,
    );
  }

  all(): TuningJob[] {
    return this.#state.tunings.all();
  }

  /** In the order they began. */
  trainingsOf(tuning: TuningJob): TrainingJob[] {
    const trainings: TrainingJob[] = [];
    for (let number = 1; number <= tuning.plan.limits.maxJobs; number++) {
      const job = this.#state.trainings.get(trainingNameOf(tuning, number));
      if (job === undefined) break;
      trainings.push(job);
    }
    return trainings;
  }

  stop(name: string): void {
    const tuning = this.existing(name);
    if (tuning.status !== 'InProgress') {
      throw new ServiceError(
        'ValidationException',
        `The tuning job ${name} is in status ${tuning.status}: only one InProgress can be stopped`,
      );
    }
    this.#put({ ...tuning, status: 'Stopping', modifiedAt: Date.now() });
    this.#stops.get(name)?.abort();
  }

  #resume(tuning: TuningJob): void {
    if (tuning.status === 'InProgress') this.#begin(tuning);
    if (tuning.status !== 'Stopping') return;
    const unfinished = this.trainingsOf(tuning).filter((job) => !isFinished(job));
    const details = { message: 'Training job stopped' };
    for (const job of unfinished)
      this.#state.trainings.put(job.name, ended(job, 'Stopped', Date.now(), details));
    this.#end(tuning);
  }

  #begin(tuning: TuningJob): void {
    const stop = new AbortController();
    this.#stops.set(tuning.name, stop);
    this.#state.follow(this.#run(tuning, stop.signal).finally(() => this.#stops.delete(tuning.name)));
  }

  async #run(tuning: TuningJob, stop: AbortSignal): Promise<void> {
    const seconds = tuning.plan.limits.maxRuntimeSeconds ?? Infinity;
    const left = tuning.createdAt + 1000 * seconds - Date.now();
    const late = AbortSignal.timeout(Math.max(0, Math.min(left, LONGEST_TIMER)));
    const stopped = AbortSignal.any([stop, late, this.#state.closing]);
    try {
      await new TuningRun(this.#state, tuning, this.#learned(tuning), stopped).run();
    } catch (error) {
      return this.#fail(tuning.name, `InternalError: ${(error as Error).message}`);
    }
    if (!this.#state.closing.aborted) this.#end(this.existing(tuning.name));
  }

  #learned(tuning: TuningJob): Learned {
    const { warmStart } = tuning;
    if (!warmStart) return { trials: [], firstTries: [] };
    const parents = warmStart.parents.map((name) => this.trainingsOf(this.existing(name)));
    return learnedFrom(warmStart, parents, tuning);
  }

  /** Trainings of the parents too, where their objectives can be compared; the first among equals. */
  overall(tuning: TuningJob): TrainingJob[] {
    const { type, parents = [] } = tuning.warmStart ?? {};
    const before = type === 'IdenticalDataAndAlgorithm' ? parents : [];
    return [...before.flatMap((name) => this.trainingsOf(this.existing(name))), ...this.trainingsOf(tuning)];
  }

  /** Completed with at least one training that reached its objective. */
  #end(tuning: TuningJob): void {
    const isLearned = this.trainingsOf(tuning).some((job) => objectiveOf(job) !== null);
    if (tuning.status === 'Stopping') this.#close(tuning, 'Stopped');
    else if (isLearned) this.#close(tuning, 'Completed');
    else this.#fail(tuning.name, this.#whyNone(tuning));
  }

  #whyNone(tuning: TuningJob): string {
    const reason = this.trainingsOf(tuning).find(
      ({ failureReason }) => failureReason !== undefined,
    )?.failureReason;
    return `No training job succeeded${reason === undefined ? '' : `; the first failed with ${reason}`}`;
  }

  #fail(name: string, failureReason: string): void {
    this.#close({ ...this.existing(name), failureReason }, 'Failed');
  }

  #close(tuning: TuningJob, status: TuningStatus): void {
    const at = Date.now();
    this.#put({ ...tuning, status, modifiedAt: at, endedAt: at });
  }

  #put(tuning: TuningJob): TuningJob {
    this.#state.tunings.put(tuning.name, tuning);
    return tuning;
  }
}
