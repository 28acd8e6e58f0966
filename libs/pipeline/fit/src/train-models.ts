import type { LinearModel } from '@moving-ground/model';
import { plainProducts } from '@moving-ground/numeric';
import { positivesOf } from './dataset.ts';
import { EarlyStopping } from './early-stopping.ts';
import type { EpochObjectives, FitRequest } from './fit-request.ts';
import { lossOf } from './loss.ts';
import type { ModelSettings } from './model-settings.ts';
import { modelSettingsOf } from './model-settings.ts';
import { ModelTraining } from './model-training.ts';
import { scalerOf } from './scaler.ts';
import { scoreDataset } from './score-dataset.ts';
import { StoppingCriterion } from './stopping-criterion.ts';
import { TrainingDiverged } from './training-diverged.ts';
import type { TrainingLog } from './training-log.ts';

/** The best model of the last epoch that improved. */
export type TrainedModel = {
  readonly model: LinearModel;
  readonly modelIndex: number;
  readonly settings: ModelSettings;
  readonly epochsRun: number;
  readonly stoppedEarly: boolean;
};

function startTrainings({ hyperparameters, train }: FitRequest): readonly ModelTraining[] {
  const positives = positivesOf(train);
  const settings = modelSettingsOf(hyperparameters, (train.rows - positives) / positives);
  const { products = plainProducts } = train;
  const steps = products.stepsOf(scalerOf(train, hyperparameters), settings.length);
  const setup = { hyperparameters, train, steps };
  return settings.map((each, index) => new ModelTraining(setup, each, index));
}

/** One pass over the whole batches in file order, the models side by side; answers each model's mean loss. */
function runEpoch(
  trainings: readonly ModelTraining[],
  rows: number,
  miniBatchSize: number,
): readonly number[] {
  const sums = new Float64Array(trainings.length);
  const seen = rows - (rows % miniBatchSize);
  for (let first = 0; first < seen; first += miniBatchSize) {
    trainings.forEach((training, i) => {
      sums[i] = (sums[i] as number) + training.step(first);
    });
  }
  return Array.from(sums, (sum) => sum / seen);
}

function diverged(
  epoch: number,
  losses: readonly number[],
  trainings: readonly ModelTraining[],
): TrainingDiverged {
  const rates = [...new Set(trainings.map(({ settings }) => settings.learningRate))].join(', ');
  return new TrainingDiverged(
    `training diverged: the loss was ${losses[0]} in epoch ${epoch} with learning_rate ${rates}; ` +
      'lower learning_rate, or look for values in the data that are no numbers',
  );
}

/** Trains epoch after epoch and keeps what early stopping says to keep. The scaler is fitted at construction. */
export class TrainingLoop {
  readonly #request: FitRequest;
  readonly #log: TrainingLog;
  readonly #trainings: readonly ModelTraining[];
  readonly #criterion: StoppingCriterion;
  readonly #stopping: EarlyStopping;
  #best: { readonly model: LinearModel; readonly modelIndex: number } | undefined;
  #floorLogged = false;

  constructor(request: FitRequest, log: TrainingLog) {
    const { earlyStoppingPatience, earlyStoppingTolerance } = request.hyperparameters;
    this.#request = request;
    this.#log = log;
    this.#trainings = startTrainings(request);
    this.#criterion = new StoppingCriterion(request);
    this.#stopping = new EarlyStopping(earlyStoppingPatience, earlyStoppingTolerance, this.#criterion.better);
  }

  /** @throws TrainingDiverged when no model has a finite loss */
  run(): TrainedModel {
    const { epochs } = this.#request.hyperparameters;
    let epoch = 0;
    while (epoch < epochs && !this.#stopping.isOver) {
      this.#epoch(epoch);
      epoch++;
      this.#log.progress(Math.floor((100 * epoch) / epochs), '% of epochs');
    }
    const stoppedEarly = this.#stopping.isOver && epoch < epochs;
    if (stoppedEarly) this.#log.info('Early stop condition met. Stopping training.');
    this.#log.progress(100, '% epochs');
    return this.#result(epoch, stoppedEarly);
  }

  #epoch(epoch: number): void {
    const { hyperparameters, train, now } = this.#request;
    const start = now();
    const losses = runEpoch(this.#trainings, train.rows, hyperparameters.miniBatchSize);
    const models = this.#trainings.map((training) => training.model());
    const values = models.map((model, i) => this.#criterion.valueOf(model, losses[i] as number));
    const objectives = this.#objectives(epoch, losses[0] as number, models[0] as LinearModel);
    this.#logLosses(objectives);
    const index = this.#criterion.bestOf(values);
    const [model, value] = [models[index], values[index]];
    if (model === undefined || value === undefined) throw diverged(epoch, losses, this.#trainings);
    this.#judge(epoch, value, { model, modelIndex: index });
    // Clocks may stand still for an epoch of a few rows.
    this.#log.throughput(train.rows / (Math.max(now() - start, 0.001) / 1000));
    this.#request.afterEpoch?.(objectives);
  }

  #judge(
    epoch: number,
    value: number,
    best: { readonly model: LinearModel; readonly modelIndex: number },
  ): void {
    this.#log.stoppingCriterion(epoch, this.#criterion.name, value);
    if (!this.#stopping.observe(value)) return;
    this.#log.info(`Epoch ${epoch}: Loss improved. Updating best model`);
    this.#best = best;
  }

  #objectives(epoch: number, train: number, first: LinearModel): EpochObjectives {
    const { hyperparameters, validation } = this.#request;
    const scored = validation && scoreDataset(first, validation, lossOf(hyperparameters));
    return { epoch, train, validation: scored?.meanLoss };
  }

  #logLosses({ epoch, train, validation }: EpochObjectives): void {
    const name = lossOf(this.#request.hyperparameters).objectiveName;
    this.#logFloor();
    this.#log.epochObjective('train', epoch, { name, value: train });
    if (validation !== undefined) this.#log.epochObjective('validation', epoch, { name, value: validation });
  }

  #logFloor(): void {
    const training = this.#trainings[0];
    const update = training?.schedule.floorReachedAt;
    if (training === undefined || update === undefined || this.#floorLogged) return;
    this.#floorLogged = true;
    const rate = training.settings.lrSchedulerMinimumLr.toExponential(5).replace(/e([+-])(\d)$/, 'e$10$2');
    this.#log.info(`Update[${update}]: now learning rate arrived at ${rate}, will not change in the future`);
  }

  #result(epochsRun: number, stoppedEarly: boolean): TrainedModel {
    const best = this.#best;
    const settings = best && this.#trainings[best.modelIndex]?.settings;
    if (best === undefined || settings === undefined || !best.model.weights.every(Number.isFinite)) {
      throw new TrainingDiverged(
        'training diverged: a weight is beyond what float32 holds; lower learning_rate',
      );
    }
    return { ...best, settings, epochsRun, stoppedEarly };
  }
}

/** @throws TrainingDiverged when no model has a finite loss */
export function trainModels(request: FitRequest, log: TrainingLog): TrainedModel {
  return new TrainingLoop(request, log).run();
}
