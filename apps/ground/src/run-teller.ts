import type { Candidate } from '@moving-ground/model';
import type { CloudView } from './cloud-view.ts';
import { evaluate } from './evaluate.ts';
import type { Started } from './local-processes.ts';
import { runCost } from './run-cost.ts';
import { fromDataAlone, reportLines, writeReport, type EndedRun } from './run-report.ts';
import type { RunEvent } from './run-watcher.ts';
import { percent, type Teller } from './teller.ts';

/** What is told of the state machine's states. */
const STATES: Readonly<Record<string, string>> = {
  CheckBatch: 'CheckBatch',
  WaitForTurn: 'waits for its turn',
  ExtractFeatures: 'ExtractFeatures',
  ExtractInLambda: 'ExtractInLambda',
  TuneModel: 'TuneModel',
  SelectModel: 'SelectModel',
  CreateModel: 'CreateModel',
  CreateEndpoint: 'CreateEndpoint',
  UpdateEndpoint: 'UpdateEndpoint',
  UpdateWatchedEndpoint: 'UpdateEndpoint',
  VerifyEndpoint: 'VerifyEndpoint',
  FinishFailed: 'FinishFailed',
};

/** Tells what the runs do, and reports on each that put a model behind the endpoint. */
export class RunTeller {
  readonly #cloud: CloudView;
  readonly #started: Started;
  readonly #teller: Teller;
  readonly #ended: EndedRun[] = [];
  #reporting: Promise<void> = Promise.resolve();
  readonly #startedAt = new Map<string, number>();
  readonly #toldStates = new Set<string>();

  constructor(cloud: CloudView, started: Started, teller: Teller) {
    this.#cloud = cloud;
    this.#started = started;
    this.#teller = teller;
  }

  get promoted(): number {
    return this.#ended.filter(({ outcome }) => outcome === 'promoted').length;
  }

  outcomeCounts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.#ended) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  /** Resolves when everything said so far is written. @throws what a report failed with */
  settle(): Promise<void> {
    return this.#reporting;
  }

  tell(event: RunEvent): void {
    switch (event.event) {
      case 'run-started':
        this.#startedAt.set(event.runId, performance.now());
        return this.#teller.say(`run ${event.runId} started`, event);
      case 'state-entered':
        return this.#stateEntered(event);
      case 'training-ended':
        return this.#teller.say(`run ${event.runId}: ${this.#training(event.candidate)}`, event);
      case 'run-ended':
        return this.#runEnded(event);
    }
  }

  /** States that only steer, and each further look while a run waits, are left out. */
  #stateEntered(event: Extract<RunEvent, { event: 'state-entered' }>): void {
    const text = STATES[event.state];
    const key = `${event.runId} ${event.state}`;
    if (text === undefined || this.#toldStates.has(key)) return;
    this.#toldStates.add(key);
    this.#teller.say(`run ${event.runId}: ${text}`, event);
  }

  #training({ trainingJobName, status, metrics }: Candidate): string {
    const { objective } = this.#started.settings.configuration.tuning;
    const counter = trainingJobName.split('-').at(-2) ?? '';
    if (status !== 'Completed') return `training ${counter} ${status}`;
    const recall = metrics[objective.replace('precision', 'recall')];
    return `training ${counter} ${objective} ${percent(metrics[objective] ?? null)} at recall ${percent(recall ?? null)}`;
  }

  #runEnded(event: Extract<RunEvent, { event: 'run-ended' }>): void {
    const { runId, outcome, reason } = event;
    const before = [...this.#ended];
    this.#ended.push({ runId, outcome, reason });
    const seconds = ((performance.now() - (this.#startedAt.get(runId) ?? NaN)) / 1000).toFixed(1);
    this.#teller.result(`run ${runId} ended after ${seconds} s: ${outcome}: ${reason}`, event);
    if (outcome === 'promoted') this.#reporting = this.#reporting.then(() => this.#report(runId, before));
  }

  async #report(runId: string, runsBefore: readonly EndedRun[]): Promise<void> {
    const batchId = runId.slice(0, runId.lastIndexOf('-'));
    const dataset = await this.#cloud.datasetReport(batchId);
    if (!dataset) throw new Error(`run ${runId} has no dataset report`);
    const { configuration } = this.#started.settings;
    const endpointName = configuration.endpoint.name;
    const trainings = await this.#cloud.trainings(runId);
    const report = fromDataAlone({
      reportVersion: 1,
      source: this.#started.line.replay?.split('/').at(-1) ?? 'synthetic market',
      runId,
      endpointName,
      paperLabel: configuration.bot.exitPrice === 'offer',
      runsBefore,
      dataset,
      trainings,
      decision: await this.#cloud.decision(runId),
      evaluation: await evaluate(this.#cloud, endpointName, dataset),
      cost: runCost(trainings.length, dataset.transactions, configuration),
    });
    const file = writeReport(this.#started.dataFolder, report);
    this.#teller.result([...reportLines(report), `  report: ${file}`].join('\n'), {
      event: 'report',
      file,
      ...report,
    });
  }
}
