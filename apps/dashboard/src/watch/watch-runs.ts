import type { Execution, Executions } from '@moving-ground/aws-clients/sfn';
import type { Champion, RunOutcome } from '@moving-ground/run';
import type { Board } from '../serve/board.ts';
import type { RunSummary, RunView, StateView } from '../view/index.ts';
import { statesOf } from './states-of.ts';

/** So many past runs are listed. */
const RUNS = 50;

export type RunsPlace = {
  readonly executions: Pick<Executions, 'list' | 'history' | 'describe'>;
  readonly stateMachineArn: string;
  readonly champion: () => Promise<Champion | undefined>;
};

/** Tells the board of the runs; a run that is over is asked for once. */
export class RunsWatch {
  readonly #place: RunsPlace;
  readonly #board: Board;
  readonly #ended = new Map<string, RunView>();
  #runs: readonly RunView[] = [];

  constructor(place: RunsPlace, board: Board) {
    this.#place = place;
    this.#board = board;
  }

  /** Newest first. */
  get runs(): readonly RunView[] {
    return this.#runs;
  }

  async look(): Promise<void> {
    const runs: RunView[] = [];
    for await (const execution of this.#place.executions.list(this.#place.stateMachineArn)) {
      runs.push(this.#ended.get(execution.name) ?? (await this.#viewOf(execution)));
      if (runs.length === RUNS) break;
    }
    this.#runs = runs;
    const champion = await this.#place.champion();
    this.#board.put('loop', {
      runs: runs.map(summaryOf),
      championDataEndMs: champion?.dataEndMs ?? null,
      championRunId: champion?.runId ?? null,
    });
  }

  async #viewOf(execution: Execution): Promise<RunView> {
    const history = await Array.fromAsync(this.#place.executions.history(execution.arn));
    const isOver = execution.status !== 'RUNNING';
    const described = isOver ? await this.#place.executions.describe(execution.arn) : execution;
    const view = viewOf(described, statesOf(history));
    if (isOver) this.#ended.set(execution.name, view);
    return view;
  }
}

function viewOf(execution: Execution, states: readonly StateView[]): RunView {
  const { name, status, startedAt, stoppedAt } = execution;
  return {
    runId: name,
    status,
    startedAtMs: startedAt.getTime(),
    stoppedAtMs: stoppedAt?.getTime() ?? null,
    ...endingOf(execution),
    state: states.at(-1)?.name ?? null,
    states,
  };
}

function endingOf({ status, output, error, cause }: Execution): Pick<RunSummary, 'outcome' | 'reason'> {
  if (status === 'RUNNING') return { outcome: null, reason: null };
  if (status === 'SUCCEEDED' && output !== undefined) {
    const { outcome, reason } = JSON.parse(output) as RunOutcome;
    return { outcome, reason };
  }
  return { outcome: 'failed', reason: [error, cause].filter(Boolean).join(': ') || status };
}

function summaryOf({ runId, status, startedAtMs, stoppedAtMs, outcome, reason, state }: RunView): RunSummary {
  return { runId, status, startedAtMs, stoppedAtMs, outcome, reason, state };
}
