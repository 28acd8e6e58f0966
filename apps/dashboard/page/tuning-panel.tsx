import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TrainingView, TuningView } from '../src/view/index.ts';
import { Chart, type Scale } from './chart.tsx';
import { chosenRun, runTuning, topics } from './connection.ts';
import { Empty, Panel } from './panel.tsx';
import { useCell } from './store.ts';
import { percent, runName } from './words.ts';

export function TuningPanel(): JSX.Element {
  const tuning = useShownTuning();
  return (
    <Panel title="Tuning" aside={tuning && <p class="note">{headline(tuning)}</p>}>
      {tuning?.trainings.length ? (
        <Trainings tuning={tuning} />
      ) : (
        <Empty>No training yet. A run tunes once its features are extracted.</Empty>
      )}
    </Panel>
  );
}

/** Of the chosen run where it had one, of the newest otherwise. */
function useShownTuning(): TuningView | undefined {
  const newest = useCell(topics.tuning);
  const [chosen, older] = [useCell(chosenRun), useCell(runTuning)];
  return older && older.runId === chosen && older.runId !== newest?.runId ? older : newest;
}

function headline({ runId, trainings, maxJobs }: TuningView): string {
  const ended = trainings.filter(({ status }) => status !== 'InProgress').length;
  return `Run ${runName(runId)}: ${ended} of ${Math.max(maxJobs, trainings.length)} trainings ended`;
}

function Trainings({ tuning }: { readonly tuning: TuningView }): JSX.Element {
  const best = bestOf(tuning);
  const [chosen, setChosen] = useState<string>();
  const shown = tuning.trainings.find(({ name }) => name === chosen);
  return (
    <div class="columns">
      <Scatter tuning={tuning} best={best} chosen={chosen} choose={setChosen} />
      <div>
        <Table tuning={tuning} best={best} chosen={chosen} choose={setChosen} />
        {shown && <Parameters training={shown} />}
      </div>
    </div>
  );
}

/** Of the trainings that have ended; the service names its own only at the end. */
function bestOf({ trainings, objective, best }: TuningView): string | null {
  const told = trainings.filter(({ metrics }) => Number.isFinite(metrics[objective]));
  const [first] = [...told].sort((a, b) => (b.metrics[objective] ?? 0) - (a.metrics[objective] ?? 0));
  return best ?? first?.name ?? null;
}

type Choice = {
  readonly tuning: TuningView;
  readonly best: string | null;
  readonly chosen: string | undefined;
  readonly choose: (name: string) => void;
};

/** The article's picture: the objective of each training job, in their order. */
function Scatter({ tuning, best, chosen, choose }: Choice): JSX.Element {
  const { trainings, objective, maxJobs } = tuning;
  const look = (name: string): string => (name === best ? 'best' : name === chosen ? 'chosen' : '');
  return (
    <Chart
      label={`${objective} of the training jobs, in order`}
      x={{
        from: 0,
        to: Math.max(maxJobs, trainings.length) + 1,
        title: 'training job, in the order of the search',
        format: wholeOnly,
      }}
      y={scaleOf(tuning)}
    >
      {(x, y) =>
        trainings.map(({ name, metrics }, i) => {
          const value = metrics[objective];
          if (value === undefined) return null;
          return (
            <circle
              key={name}
              class={`job ${look(name)}`}
              cx={x(i + 1)}
              cy={y(value)}
              r="6"
              onClick={() => choose(name)}
            >
              <title>{`job ${i + 1}: ${percent(value)}`}</title>
            </circle>
          );
        })
      }
    </Chart>
  );
}

function scaleOf({ trainings, objective }: TuningView): Scale {
  const values = trainings.map(({ metrics }) => metrics[objective]).filter((value) => value !== undefined);
  const [low, high] = [Math.min(...values, 0.5), Math.max(...values, 0.5)];
  const margin = Math.max(0.01, 0.1 * (high - low));
  return {
    from: Math.max(0, low - margin),
    to: Math.min(1, high + margin),
    title: objective,
    format: (value) => value.toFixed(2),
  };
}

function wholeOnly(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}

function Table({ tuning, best, chosen, choose }: Choice): JSX.Element {
  const { trainings, objective } = tuning;
  const part = objective.split(':')[0] ?? '';
  return (
    <div class="scroll" tabindex={0} role="group" aria-label="Training jobs, scrollable">
      <table>
        <caption class="hidden">Training jobs of the tuning</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            <th scope="col">{part} precision</th>
            <th scope="col">{part} recall</th>
          </tr>
        </thead>
        <tbody>
          {trainings.map(({ name, status, metrics, failureReason }, i) => (
            <tr key={name} class={name === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button
                  type="button"
                  class="plain"
                  aria-pressed={name === chosen}
                  onClick={() => choose(name)}
                >
                  {i + 1}
                  <span class="hidden"> parameters</span>
                </button>
                {name === best && <span class="mark good">best</span>}
              </th>
              <td title={failureReason}>{status}</td>
              <td>{percent(metrics[`${part}:precision`])}</td>
              <td>{percent(metrics[`${part}:recall`])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function unquoted(value: string): string {
  return value.replaceAll('"', '');
}

/** A long number to four digits; the whole of it is in the title. */
function short(value: string): string {
  const number = Number(value);
  return value.length > 8 && Number.isFinite(number) ? String(Number(number.toPrecision(4))) : value;
}

function Parameters({ training }: { readonly training: TrainingView }): JSX.Element {
  return (
    <details open>
      <summary>Hyperparameters of {training.name}</summary>
      <dl class="parameters">
        {Object.entries(training.hyperparameters)
          .filter(([name]) => !name.startsWith('_'))
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={unquoted(value)}>{short(unquoted(value))}</dd>
            </div>
          ))}
      </dl>
      {training.failureReason && <p class="error">{training.failureReason}</p>}
    </details>
  );
}
