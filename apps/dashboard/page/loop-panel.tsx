import type { JSX } from 'preact';
import type { RunSummary } from '../src/view/index.ts';
import { chosenRun, loadRun, model, runDetail, topics } from './connection.ts';
import { Empty, Figure, Panel } from './panel.tsx';
import { RunDetail } from './run-detail.tsx';
import { StateGraph } from './state-graph.tsx';
import { useCell } from './store.ts';
import { clock, grouped, lasting, runName } from './words.ts';

export function LoopPanel(): JSX.Element {
  const loop = useCell(topics.loop);
  return (
    <Panel title="Loop">
      <LoopFigures />
      <div class="columns">
        <StateGraph />
        <div>
          <h3>Runs</h3>
          {loop?.runs.length ? (
            <Runs runs={loop.runs} />
          ) : (
            <Empty>The first run begins when the first batch is full.</Empty>
          )}
          <RunDetail />
        </div>
      </div>
    </Panel>
  );
}

function LoopFigures(): JSX.Element {
  const capture = useCell(topics.capture);
  const loop = useCell(topics.loop);
  const promoted = loop?.runs.filter(({ outcome }) => outcome === 'promoted');
  return (
    <>
      {capture && <Towards count={capture.towardsBatch} size={capture.batchSize} />}
      <dl class="figures">
        <Figure name="Freshness: age of the live model's data">
          <Freshness dataEndMs={loop?.championDataEndMs} />
        </Figure>
        <Figure name="Runs">{counted(loop?.runs)}</Figure>
        <Figure name="Promoted">{counted(promoted)}</Figure>
        <Figure name="Model of run">{loop?.championRunId ? runName(loop.championRunId) : '–'}</Figure>
      </dl>
    </>
  );
}

/** By the market's own time; where no store tells it, as on AWS, it is this machine's. */
function Freshness({ dataEndMs }: { readonly dataEndMs: number | null | undefined }): JSX.Element {
  const lastTickMs = useCell(topics.capture)?.lastTickMs;
  const nowMs = useCell(topics.market)?.hasStore === false ? Date.now() : lastTickMs;
  return <span data-test="freshness">{freshness(dataEndMs, nowMs)}</span>;
}

function freshness(dataEndMs: number | null | undefined, nowMs: number | null | undefined): string {
  if (!dataEndMs) return 'no model yet';
  return nowMs ? lasting(nowMs - dataEndMs) : '–';
}

function counted(list: readonly unknown[] | undefined): string {
  return list ? grouped(list.length) : '–';
}

function Towards({ count, size }: { readonly count: number; readonly size: number }): JSX.Element {
  const shown = Math.min(count, size);
  return (
    <div class="towards">
      <label for="towards">
        Transactions towards the next batch: {grouped(shown)} of {grouped(size)}
      </label>
      <progress id="towards" max={size} value={shown} />
    </div>
  );
}

const TONES: Readonly<Record<string, string>> = {
  promoted: 'good',
  failed: 'bad',
  retained: 'calm',
  superseded: 'calm',
  deferred: 'calm',
  'insufficient-data': 'waiting',
};

function Runs({ runs }: { readonly runs: readonly RunSummary[] }): JSX.Element {
  useCell(model);
  const shown = useCell(runDetail)?.runId;
  const choose = (runId: string): void => {
    chosenRun.set(runId);
    void loadRun();
  };
  return (
    <ol class="runs">
      {runs.map((run) => (
        <li key={run.runId}>
          <button
            type="button"
            aria-current={run.runId === shown}
            onClick={() => choose(run.runId)}
            title={clock(run.startedAtMs)}
          >
            <span class="run-name">{runName(run.runId)}</span>
            <span class={`mark ${TONES[run.outcome ?? ''] ?? 'running'}`}>
              {run.outcome ?? run.state ?? 'begins'}
            </span>
            <span class="lasted">{lasting((run.stoppedAtMs ?? Date.now()) - run.startedAtMs)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
