import type { JSX } from 'preact';
import type { RunView } from '../src/view/index.ts';
import { chosenRun, loadRun, runDecision, runDetail } from './connection.ts';
import { Decision } from './decision.tsx';
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
      <Ending run={run} />
      <Decision />
      <RunCost run={run} />
      <RunAgain runId={run.runId} />
    </div>
  );
}

function Ending({ run }: { readonly run: RunView }): JSX.Element {
  const { startedAtMs, stoppedAtMs, outcome, state } = run;
  return (
    <>
      <p>
        Began {clock(startedAtMs)}
        {stoppedAtMs === null
          ? `, now in ${state ?? 'its beginning'}.`
          : `, ended after ${lasting(stoppedAtMs - startedAtMs)}: ${outcome ?? ''}.`}
      </p>
      <Reason run={run} />
    </>
  );
}

/** Why it ended so, unless its decision says that already. */
function Reason({ run: { outcome, reason } }: { readonly run: RunView }): JSX.Element | null {
  const isDecided = useCell(runDecision)?.reason !== undefined;
  if (outcome === 'failed') return <p class="error">{reason}</p>;
  return reason === null || isDecided ? null : <p class="reason">{reason}</p>;
}
