import { WorkStopped } from '../../worker/work-stopped.ts';
import type { SageMakerState } from '../sage-maker-state.ts';
import { beginTraining, begunAgain } from '../training/begin-training.ts';
import type { TrainingData } from '../training/channel-data.ts';
import { loadChannels } from '../training/load-channels.ts';
import { isFinished, objectiveOf, type TrainingJob } from '../training/training-job.ts';
import type { TrainingWatch } from '../training/training-outcome.ts';
import { isComplete } from './completion.ts';
import { watchOf } from './median-rule.ts';
import { seedOf, trainingNameOf, type TuningJob } from './tuning-job.ts';
import type { Learned } from './warm-start.ts';

/** The trainings of one tuning: on a fixed schedule, so that the same seed tries the same configurations. */
export class TuningRun {
  readonly #state: SageMakerState;
  readonly #tuning: TuningJob;
  readonly #learned: Learned;
  readonly #stopped: AbortSignal;
  /** In order; the trainings still going on included. */
  readonly #begun: TrainingJob[] = [];
  readonly #endings: Promise<void>[] = [];
  #data: Promise<TrainingData> | undefined;

  constructor(state: SageMakerState, tuning: TuningJob, learned: Learned, stopped: AbortSignal) {
    this.#learned = learned;
    this.#state = state;
    this.#tuning = tuning;
    this.#stopped = stopped;
    stopped.addEventListener('abort', () => this.#stopTrainings());
  }

  /** Begins what is left to be tried and resolves when all of it has ended. */
  async run(): Promise<void> {
    const { maxJobs, maxParallelJobs } = this.#tuning.plan.limits;
    for (let number = 1; number <= maxJobs; number++) {
      await this.#endings[number - maxParallelJobs - 1];
      const job = await this.#next(number);
      if (job === undefined) break;
      this.#begin(job);
    }
    await Promise.all(this.#endings);
  }

  #begin(job: TrainingJob): void {
    const index = this.#begun.push(job) - 1;
    if (isFinished(job)) return void this.#endings.push(Promise.resolve());
    this.#state.trainings.put(job.name, job);
    const ending = this.#state.runner.run(job, () => this.#load(), this.#watch(index));
    this.#endings.push(ending.then((ended) => void (this.#begun[index] = ended)));
  }

  /** Held against the trainings up to index - P: which ended first does not matter. */
  #watch(index: number): TrainingWatch | undefined {
    const { plan } = this.#tuning;
    const known = this.#begun.slice(0, Math.max(0, index + 1 - plan.limits.maxParallelJobs));
    return watchOf(
      plan,
      known.flatMap(({ curve }) => (curve ? [curve] : [])),
    );
  }

  /** The training of that number as it was stored, or a new one; undefined where there shall be none. */
  async #next(number: number): Promise<TrainingJob | undefined> {
    if (this.#stopped.aborted) return undefined;
    const stored = this.#state.trainings.get(trainingNameOf(this.#tuning, number));
    if (stored) return isFinished(stored) ? stored : begunAgain(stored);
    if (this.#isComplete(number)) return undefined;
    const tuned = await this.#propose(number);
    return tuned && this.#training(number, tuned);
  }

  /** By what is known of the trainings up to number - P: which ended first does not matter. */
  #isComplete(number: number): boolean {
    const { plan } = this.#tuning;
    const known = Math.max(0, number - plan.limits.maxParallelJobs);
    return isComplete(plan, this.#begun.slice(0, known).map(objectiveOf));
  }

  /** Results of the trainings up to number - P; those between are pending, whether they have ended or not. */
  async #propose(number: number): Promise<Readonly<Record<string, string>> | undefined> {
    const { plan } = this.#tuning;
    const first = this.#learned.firstTries[number - 1];
    if (first) return first;
    const known = Math.max(0, number - plan.limits.maxParallelJobs);
    const tunedOf = (job: TrainingJob): Readonly<Record<string, string>> => job.tuning?.tuned ?? {};
    const state = {
      ranges: plan.ranges,
      direction: plan.objective.type,
      strategy: plan.strategy,
      seed: seedOf(this.#tuning),
      trials: [
        ...this.#learned.trials,
        ...this.#begun
          .slice(0, known)
          .map((job) => ({ configuration: tunedOf(job), objective: objectiveOf(job) })),
      ],
      pending: this.#begun.slice(known).map(tunedOf),
    };
    const proposal = await this.#state.proposing
      .do(state, { signal: this.#stopped })
      .catch(undefinedWhenStopped);
    return proposal && 'configuration' in proposal ? proposal.configuration : undefined;
  }

  #training(number: number, tuned: Readonly<Record<string, string>>): TrainingJob {
    const { name: tuningName, arn, plan, definition } = this.#tuning;
    const name = trainingNameOf(this.#tuning, number);
    const order = {
      name,
      arn: this.#state.arns('training-job', name),
      definition,
      hyperparameters: { ...definition.StaticHyperParameters, ...tuned },
      tuning: { name: tuningName, arn, number, objective: plan.objective, tuned },
    };
    return beginTraining(order, Date.now());
  }

  #load(): Promise<TrainingData> {
    this.#data ??= loadChannels(this.#state, this.#tuning.definition.InputDataConfig);
    return this.#data;
  }

  #stopTrainings(): void {
    for (const { name } of this.#begun) this.#state.runner.stop(name);
  }
}

function undefinedWhenStopped(error: unknown): undefined {
  if (!(error instanceof WorkStopped)) throw error;
}
