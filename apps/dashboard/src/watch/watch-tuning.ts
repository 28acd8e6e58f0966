import type { SageMaker } from '@moving-ground/aws-clients/sagemaker';
import type { Board } from '../serve/board.ts';
import type { RunView, TrainingView, TuningView } from '../view/index.ts';

const TUNE = 'TuneModel';

export type TuningPlace = {
  readonly maxJobs: number;
  /** Before the run's id in the names of its jobs: an account may hold several stages. */
  readonly runPrefix: string;
};

type Trainings = Pick<SageMaker, 'describeTuningJob' | 'listTrainingJobs' | 'describeTrainingJob'>;

/** Tells the board of the newest run's tuning; a training that has ended is asked for once. */
export class TuningWatch {
  readonly #sageMaker: Trainings;
  readonly #board: Board;
  readonly #place: TuningPlace;
  readonly #ended = new Map<string, TrainingView>();
  #told: string | undefined;

  constructor(sageMaker: Trainings, board: Board, place: TuningPlace) {
    this.#sageMaker = sageMaker;
    this.#board = board;
    this.#place = place;
  }

  /** @param runs newest first */
  async look(runs: readonly RunView[]): Promise<void> {
    const run = runs.find(({ states }) => states.some(({ name }) => name === TUNE));
    if (!run || this.#told === run.runId) return;
    const view = await this.of(run.runId);
    if (!view) return;
    this.#board.put('tuning', view);
    const isOver = run.states.some(({ name, exitedAtMs }) => name === TUNE && exitedAtMs !== null);
    if (isOver && view.trainings.every(({ status }) => status !== 'InProgress')) this.#told = run.runId;
  }

  /** Undefined for a run without a tuning. */
  async of(runId: string): Promise<TuningView | undefined> {
    const { maxJobs, runPrefix } = this.#place;
    const jobName = `${runPrefix}${runId}`;
    try {
      const job = await this.#sageMaker.describeTuningJob(jobName);
      const names = await this.#sageMaker.listTrainingJobs(jobName);
      const trainings = await Promise.all(names.map((name) => this.#training(name)));
      const { metricName: objective } = job.objective;
      return { runId, objective, maxJobs, trainings, best: job.bestTrainingJobName ?? null };
    } catch (error) {
      // The state is entered a moment before its job is there.
      if (['ResourceNotFound', 'ValidationException'].includes((error as Error).name)) return undefined;
      throw error;
    }
  }

  async #training(name: string): Promise<TrainingView> {
    const known = this.#ended.get(name);
    if (known) return known;
    const { status, failureReason, hyperparameters, metrics } =
      await this.#sageMaker.describeTrainingJob(name);
    const view = { name, status, failureReason, hyperparameters, metrics };
    if (!['InProgress', 'Stopping'].includes(status)) this.#ended.set(name, view);
    return view;
  }
}
