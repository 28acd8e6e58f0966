import type { FitRequest, Metric } from './fit-request.ts';
import { floatText } from './float-text.ts';

export type Stage = 'train' | 'validation' | 'test';

/** The one host of a training, by the service's name for it. */
const HOST = 'algo-1';

/** The log names a thread; there is one. */
const THREAD = 1;

function timestamp(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year} ${time.slice(0, 8)}`;
}

/** Writes the algorithm's log and keeps the last value of every metric in it. */
export class TrainingLog {
  readonly #request: FitRequest;
  readonly #values = new Map<string, number>();

  constructor(request: FitRequest) {
    this.#request = request;
  }

  get metrics(): readonly Metric[] {
    return Array.from(this.#values, ([name, value]) => ({ name, value }));
  }

  info(text: string): void {
    this.#request.log(`[${timestamp(this.#request.now())} INFO ${THREAD}] ${text}`);
  }

  /** The objective of one epoch, of model 0. */
  epochObjective(stage: Stage, epoch: number, objective: Metric): void {
    this.#epochJson(stage, epoch, objective);
    const { name, value } = objective;
    this.info(`#quality_metric: host=${HOST}, epoch=${epoch}, ${stage} ${name} <loss>=${floatText(value)}`);
    this.#values.set(`${stage}:objective_loss`, value);
  }

  stoppingCriterion(epoch: number, criterion: string, value: number): void {
    this.info(
      `#early_stopping_criteria_metric: host=${HOST}, epoch=${epoch}, criteria=${criterion}, value=${floatText(value)}`,
    );
  }

  progress(percent: number, words: '% of epochs' | '% epochs'): void {
    this.info(`#progress_metric: host=${HOST}, completed ${percent} ${words}`);
    this.#values.set('train:progress', percent);
  }

  throughput(recordsPerSecond: number): void {
    this.info(
      `#throughput_metric: host=${HOST}, train throughput=${floatText(recordsPerSecond)} records/second`,
    );
    this.#values.set('train:throughput', recordsPerSecond);
  }

  /** A final metric; `logged` is its name in the log, which may carry a parameter (`binary_f_1.000`). */
  final(
    stage: Stage,
    metric: Metric,
    logged: { readonly name: string; readonly kind: 'loss' | 'score' },
  ): void {
    const text = floatText(metric.value);
    this.info(`#${stage}_score (${HOST}) : ('${logged.name}', ${text})`);
    this.info(`#quality_metric: host=${HOST}, ${stage} ${logged.name} <${logged.kind}>=${text}`);
    this.#values.set(`${stage}:${metric.name}`, metric.value);
  }

  #epochJson(stage: Stage, epoch: number, { name, value }: Metric): void {
    // JSON has no NaN; Python's writer, which the service uses, prints it bare.
    const number = floatText(value).replace('nan', 'NaN').replace('inf', 'Infinity');
    const seconds = this.#request.now() / 1000;
    this.#request.log(
      `#metrics {"Metrics": {"${stage}_${name}": {"count": 1, "max": ${number}, "sum": ${number}, "min": ${number}}}, ` +
        `"EndTime": ${seconds}, "Dimensions": {"model": 0, "Host": "${HOST}", "Operation": "training", ` +
        `"Algorithm": "Linear Learner", "epoch": ${epoch}}, "StartTime": ${seconds}}`,
    );
  }
}
