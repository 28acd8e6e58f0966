import type { Candidate } from '@moving-ground/model';
import type { RunOutcomeName } from '@moving-ground/run';
import type { CloudView, ExecutionView } from './cloud-view.ts';

export type RunEvent =
  | { readonly event: 'run-started'; readonly runId: string }
  | { readonly event: 'state-entered'; readonly runId: string; readonly state: string }
  | { readonly event: 'training-ended'; readonly runId: string; readonly candidate: Candidate }
  | {
      readonly event: 'run-ended';
      readonly runId: string;
      readonly outcome: RunOutcomeName;
      readonly reason: string;
    };

type Followed = { readonly states: Set<number>; readonly trainings: Set<string>; ended: boolean };

/** Follows every execution by asking again and again; each fact is told once, in order. */
export class RunWatcher {
  readonly #cloud: CloudView;
  readonly #tell: (event: RunEvent) => void;
  readonly #followed = new Map<string, Followed>();

  constructor(cloud: CloudView, tell: (event: RunEvent) => void) {
    this.#cloud = cloud;
    this.#tell = tell;
  }

  /** Executions that were over before this start are not told again. */
  async skipEnded(): Promise<void> {
    for (const { runId, status } of await this.#cloud.executions()) {
      if (status !== 'RUNNING')
        this.#followed.set(runId, { states: new Set(), trainings: new Set(), ended: true });
    }
  }

  /** One round. Answers how many executions are still RUNNING. */
  async look(): Promise<number> {
    const executions = await this.#cloud.executions();
    for (const execution of executions) await this.#follow(execution);
    return executions.filter(({ status }) => status === 'RUNNING').length;
  }

  async #follow(execution: ExecutionView): Promise<void> {
    const followed = this.#followed.get(execution.runId) ?? this.#begin(execution.runId);
    if (followed.ended) return;
    const entered = await this.#tellStates(execution, followed);
    if (entered.includes('TuneModel')) await this.#tellTrainings(execution, followed);
    if (execution.status === 'RUNNING') return;
    followed.ended = true;
    this.#tell({ event: 'run-ended', runId: execution.runId, ...(await this.#cloud.outcome(execution.arn)) });
  }

  #begin(runId: string): Followed {
    const followed: Followed = { states: new Set(), trainings: new Set(), ended: false };
    this.#followed.set(runId, followed);
    this.#tell({ event: 'run-started', runId });
    return followed;
  }

  async #tellStates({ arn, runId }: ExecutionView, { states }: Followed): Promise<readonly string[]> {
    const entered = await this.#cloud.statesEntered(arn);
    entered.forEach((state, index) => {
      if (states.has(index)) return;
      states.add(index);
      this.#tell({ event: 'state-entered', runId, state });
    });
    return entered;
  }

  async #tellTrainings({ runId }: ExecutionView, { trainings }: Followed): Promise<void> {
    for (const candidate of await this.#cloud.trainings(runId)) {
      if (candidate.status === 'InProgress' || trainings.has(candidate.trainingJobName)) continue;
      trainings.add(candidate.trainingJobName);
      this.#tell({ event: 'training-ended', runId, candidate });
    }
  }
}
