import type { JSX } from 'preact';
import type { LiveTold } from '../src/view/index.ts';
import { Chart } from './chart.tsx';

/** The last hundred seconds: a dot for each score, in the color of what became of an order at that moment. */
export function Scores({ told }: { readonly told: readonly LiveTold[] }): JSX.Element {
  return (
    <figure>
      <figcaption>
        The last {told.length} seconds: green ended in profit, red in loss, grey is still open; a tick below
        is a second without a score
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

type SecondProps = { readonly told: LiveTold; readonly x: number; readonly y: (value: number) => number };

function Second({ told: { reading, outcome }, x, y }: SecondProps): JSX.Element {
  if (reading.score === undefined)
    return (
      <rect class="no-score" x={x - 1} y={y(0) - 4} width="2" height="8">
        <title>{reading.state}</title>
      </rect>
    );
  return (
    <circle class={`second ${outcome?.outcome ?? 'open'}`} cx={x} cy={y(reading.score)} r="3.5">
      <title>{`score ${reading.score.toFixed(4)}, ${outcome ? `${outcome.exit}: ${outcome.outcome}` : 'still open'}`}</title>
    </circle>
  );
}
