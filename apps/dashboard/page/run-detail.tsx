import type { JSX } from 'preact';
import { chosenRun, loadRun, runDetail } from './connection.ts';
import { Empty } from './panel.tsx';
import { RunAgain } from './run-again.tsx';
import { RunCost } from './run-cost.tsx';
import { useCell } from './store.ts';
import { clock, lasting, runName } from './words.ts';

export function RunDetail(): JSX.Element {
  const run = useCell(runDetail);
  const chosen = useCell(chosenRun);
  if (!run) return <Empty>No run to look at yet.</Empty>;
  const follow = (): void => {
    chosenRun.set(undefined);
    void loadRun();
  };
  return (
    <div class="run-detail">
      <div class="panel-head">
        <h3>Run {runName(run.runId)}</h3>
        {chosen !== undefined && (
          <button type="button" class="quiet" onClick={follow}>
            Follow the newest
          </button>
        )}
      </div>
      <p>
        Began {clock(run.startedAtMs)}
        {run.stoppedAtMs === null
          ? `, now in ${run.state ?? 'its beginning'}.`
          : `, ended after ${lasting(run.stoppedAtMs - run.startedAtMs)}: ${run.outcome ?? ''}.`}
      </p>
      {run.reason && <p class={run.outcome === 'failed' ? 'error' : 'reason'}>{run.reason}</p>}
      <RunCost run={run} />
      <RunAgain runId={run.runId} />
    </div>
  );
}
