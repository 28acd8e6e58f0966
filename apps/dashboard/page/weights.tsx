import type { JSX } from 'preact';
import type { ModelView } from '../src/view/index.ts';
import { CHALLENGER, Chart, Line } from './chart.tsx';

const PRICES = 5;

type Points = readonly (readonly [seconds: number, weight: number])[];
type Grid = { readonly step: number; readonly champion: Points; readonly challenger: Points | undefined };

/** One curve for each resolution and model: the weight of the price so many seconds before. */
export function Weights({ view }: { readonly view: ModelView }): JSX.Element {
  return (
    <div class="columns">
      {gridsOf(view).map((grid) => (
        <figure key={grid.step}>
          <figcaption>
            Weights over the {grid.champion.length} prices before,{' '}
            {grid.step === 1 ? 'a second' : `${grid.step} s`} apart
            {grid.challenger && CHALLENGER}
          </figcaption>
          <Lags grid={grid} />
        </figure>
      ))}
      <div>
        <OwnPrices view={view} />
      </div>
    </div>
  );
}

function OwnPrices({
  view: { columns, weights, bias, challenger },
}: {
  readonly view: ModelView;
}): JSX.Element {
  const rows = columns.slice(0, PRICES).map((name, i) => [name, weights[i], challenger?.weights[i]] as const);
  return (
    <table>
      <caption>Weights of the order's own prices, per price unit</caption>
      {challenger && (
        <thead>
          <tr>
            <th scope="col">Price</th>
            <th scope="col">Champion</th>
            <th scope="col">Challenger</th>
          </tr>
        </thead>
      )}
      <tbody>
        {[...rows, ['bias', bias, challenger?.bias] as const].map(([name, own, other]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{(own ?? 0).toPrecision(3)}</td>
            {other !== undefined && <td>{other.toPrecision(3)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lags({ grid: { champion, challenger } }: { readonly grid: Grid }): JSX.Element {
  const most = Math.max(...[...champion, ...(challenger ?? [])].map(([, weight]) => Math.abs(weight))) || 1;
  const last = Math.max(...champion.map(([seconds]) => seconds));
  return (
    <Chart
      label="Weight of each price before the order"
      x={{ from: 0, to: last, title: 'seconds before the order' }}
      y={{ from: -most, to: most, title: 'weight' }}
    >
      {(x, y) => {
        const drawn = (points: Points) => points.map(([s, weight]) => [x(s), y(weight)] as const);
        return (
          <>
            <line class="base" x1={x(0)} x2={x(last)} y1={y(0)} y2={y(0)} />
            {challenger && <Line kind="challenger" points={drawn(challenger)} />}
            <Line kind="champion" points={drawn(champion)} />
          </>
        );
      }}
    </Chart>
  );
}

/** Columns are named `lag_{step}s_{k}`: k steps before. */
function gridsOf({ columns, weights, challenger }: ModelView): Grid[] {
  const champions = pointsOf(columns, weights);
  const challengers = challenger && pointsOf(columns, challenger.weights);
  return [...champions].map(([step, champion]) => ({ step, champion, challenger: challengers?.get(step) }));
}

/** By the step of their resolution, the nearest price first. */
function pointsOf(columns: readonly string[], weights: readonly number[]): ReadonlyMap<number, Points> {
  const grids = new Map<number, [number, number][]>();
  columns.forEach((name, i) => {
    const [, step, k] = /^lag_(\d+)s_(\d+)$/.exec(name) ?? [];
    if (step === undefined || k === undefined) return;
    const points = grids.get(Number(step)) ?? [];
    grids.set(Number(step), points);
    points.push([Number(step) * Number(k), weights[i] ?? 0]);
  });
  for (const points of grids.values()) points.sort((a, b) => a[0] - b[0]);
  return grids;
}
