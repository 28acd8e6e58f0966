import type { JSX } from 'preact';
import type { ModelView } from '../src/view/index.ts';
import { Chart, Line } from './chart.tsx';

const PRICES = 5;

type Grid = { readonly step: number; readonly points: readonly (readonly [number, number])[] };

/** One curve for each resolution: the weight of the price so many seconds before. */
export function Weights({ view }: { readonly view: ModelView }): JSX.Element {
  const grids = gridsOf(view);
  const own = view.columns.slice(0, PRICES).map((name, i) => [name, view.weights[i] ?? 0] as const);
  return (
    <div class="columns">
      {grids.map(({ step, points }) => (
        <figure key={step}>
          <figcaption>
            Weights over the {points.length} prices before, {step === 1 ? 'a second' : `${step} s`} apart
          </figcaption>
          <Lags points={points} />
        </figure>
      ))}
      <div>
        <table>
          <caption>Weights of the order's own prices, per price unit</caption>
          <tbody>
            {own.map(([name, weight]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{weight.toPrecision(3)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">bias</th>
              <td>{view.bias.toPrecision(3)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Lags({ points }: Pick<Grid, 'points'>): JSX.Element {
  const weights = points.map(([, weight]) => weight);
  const most = Math.max(...weights.map(Math.abs)) || 1;
  const last = Math.max(...points.map(([seconds]) => seconds));
  return (
    <Chart
      label="Weight of each price before the order"
      x={{ from: 0, to: last, title: 'seconds before the order' }}
      y={{ from: -most, to: most, title: 'weight' }}
    >
      {(x, y) => (
        <>
          <line class="base" x1={x(0)} x2={x(last)} y1={y(0)} y2={y(0)} />
          <Line kind="champion" points={points.map(([seconds, weight]) => [x(seconds), y(weight)])} />
        </>
      )}
    </Chart>
  );
}

/** Columns are named `lag_{step}s_{k}`: k steps before. */
function gridsOf({ columns, weights }: ModelView): Grid[] {
  const grids = new Map<number, [number, number][]>();
  columns.forEach((name, i) => {
    const [, step, k] = /^lag_(\d+)s_(\d+)$/.exec(name) ?? [];
    if (step === undefined || k === undefined) return;
    const points = grids.get(Number(step)) ?? [];
    grids.set(Number(step), points);
    points.push([Number(step) * Number(k), weights[i] ?? 0]);
  });
  return [...grids].map(([step, points]) => ({ step, points: points.sort((a, b) => a[0] - b[0]) }));
}
