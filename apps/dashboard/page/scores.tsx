import type { JSX } from 'preact';
import type { LiveTold } from '../src/view/index.ts';
import { Chart } from './chart.tsx';
import { Empty } from './panel.tsx';
import { clock } from './words.ts';

/** The last hundred seconds, as a picture and as a table. */
export function Scores({ told }: { readonly told: readonly LiveTold[] }): JSX.Element {
  if (told.length === 0) return <Empty>No second has been scored yet.</Empty>;
  return (
    <div class="columns">
      <Picture told={told} />
      <Table told={told} />
    </div>
  );
}

/** A mark for each score, in the shape and the color of what became of an order at that moment. */
function Picture({ told }: { readonly told: readonly LiveTold[] }): JSX.Element {
  return (
    <figure>
      <figcaption>
        The last {told.length} seconds: a point upwards ended in profit, one downwards in loss, a dot is still
        open; a tick below is a second without a score
      </figcaption>
      <Chart
        label="The last scores and what became of them"
        x={{ from: -100, to: 0, title: 'seconds ago', format: (value) => String(-value) }}
        y={{ from: 0, to: 1, title: 'score', format: (value) => value.toFixed(1) }}
      >
        {(x, y) =>
          told.map((each, i) => <Second key={each.id} told={each} x={x(i - told.length + 1)} y={y} />)
        }
      </Chart>
    </figure>
  );
}

function Table({ told }: { readonly told: readonly LiveTold[] }): JSX.Element {
  return (
    <div class="scroll" tabindex={0} role="group" aria-label="The last scores, scrollable">
      <table>
        <caption>The same, newest first</caption>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Score</th>
            <th scope="col">Says</th>
            <th scope="col">What came</th>
          </tr>
        </thead>
        <tbody>
          {told.toReversed().map((each) => (
            <Row key={each.id} told={each} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ told: { reading, outcome } }: { readonly told: LiveTold }): JSX.Element {
  const { atMs, score, state, predictedLabel } = reading;
  return (
    <tr>
      <th scope="row">{clock(atMs).slice(11)}</th>
      <td>{score === undefined ? state.replaceAll('-', ' ') : score.toFixed(4)}</td>
      <td>{score === undefined ? '–' : predictedLabel === 1 ? 'profit' : 'no profit'}</td>
      <td class={outcomeClass(outcome)}>{outcomeText(outcome, score)}</td>
    </tr>
  );
}

/** Take-profit and stop-loss say no more than profit and loss do; an order that ran out of time may be either. */
function outcomeText(outcome: LiveTold['outcome'], score: number | undefined): string {
  if (!outcome) return score === undefined ? '–' : 'open';
  return outcome.exit === 'expired' ? `${outcome.outcome}, expired` : outcome.outcome;
}

function outcomeClass(outcome: LiveTold['outcome']): string {
  if (!outcome) return '';
  return outcome.outcome === 'profit' ? 'good' : 'bad';
}

type SecondProps = { readonly told: LiveTold; readonly x: number; readonly y: (value: number) => number };

function Second({ told: { reading, outcome }, x, y }: SecondProps): JSX.Element {
  if (reading.score === undefined)
    return (
      <rect class="no-score" x={x - 1} y={y(0) - 4} width="2" height="8">
        <title>{reading.state}</title>
      </rect>
    );
  return (
    <path class={`second ${outcome?.outcome ?? 'open'}`} d={markAt(x, y(reading.score), outcome?.outcome)}>
      <title>{`score ${reading.score.toFixed(4)}, ${outcome ? `${outcome.exit}: ${outcome.outcome}` : 'still open'}`}</title>
    </path>
  );
}

/** A point upwards, a point downwards, or a dot of radius 3.5. */
function markAt(x: number, y: number, outcome: 'profit' | 'loss' | undefined): string {
  if (outcome === undefined) return `M${x - 3.5},${y}a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0`;
  const tip = outcome === 'profit' ? -5 : 5;
  return `M${x},${y + tip}L${x + 4.5},${y - tip / 2}L${x - 4.5},${y - tip / 2}Z`;
}
