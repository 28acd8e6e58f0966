import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { CHALLENGER, Chart, Line } from './chart.tsx';
import { countsAt, precisionOf, precisionRecall, recallOf, reliability } from './judged.ts';
import type { Test } from './test-part.ts';
import { grouped } from './words.ts';

const SHARE = (value: number): string => value.toFixed(1);
const KINDS = ['champion', 'challenger'] as const;

export function PrecisionRecall({
  test,
  threshold,
}: {
  readonly test: Test;
  readonly threshold: number;
}): JSX.Element {
  const curves = useMemo(() => test.scored.map(({ scores }) => precisionRecall(scores, test.labels)), [test]);
  const base = test.labels.filter((label) => label === 1).length / test.labels.length;
  const counts = countsAt(test.scored[0]?.scores ?? [], test.labels, threshold);
  const [recall, precision] = [recallOf(counts), precisionOf(counts)];
  return (
    <figure>
      <figcaption>
        Precision against recall; dashed grey: buying always{test.scored.length > 1 && CHALLENGER}
      </figcaption>
      <Chart
        label="Precision against recall"
        x={{ from: 0, to: 1, title: 'recall', format: SHARE }}
        y={{ from: 0, to: 1, title: 'precision', format: SHARE }}
      >
        {(x, y) => (
          <>
            <line class="base" x1={x(0)} x2={x(1)} y1={y(base)} y2={y(base)} />
            {curves.map((curve, i) => (
              <Line key={KINDS[i]} kind={KINDS[i] ?? ''} points={curve.map(([r, p]) => [x(r), y(p)])} />
            ))}
            {recall !== null && precision !== null && (
              <circle class="job best" cx={x(recall)} cy={y(precision)} r="5" />
            )}
          </>
        )}
      </Chart>
    </figure>
  );
}

export function Reliability({ test }: { readonly test: Test }): JSX.Element {
  const bins = useMemo(() => reliability(test.scored[0]?.scores ?? [], test.labels), [test]);
  const most = Math.max(...bins.map(({ rows }) => rows));
  return (
    <figure>
      <figcaption>
        Reliability: on the diagonal a score means what it says; larger dots are more rows
      </figcaption>
      <Chart
        label="Reliability of the scores"
        x={{ from: 0, to: 1, title: 'mean score', format: SHARE }}
        y={{ from: 0, to: 1, title: 'share of profits', format: SHARE }}
      >
        {(x, y) => (
          <>
            <line class="base" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            <Line kind="champion" points={bins.map(({ meanScore, share }) => [x(meanScore), y(share)])} />
            {bins.map(({ meanScore, share, rows }) => (
              <circle
                key={meanScore}
                class="job"
                cx={x(meanScore)}
                cy={y(share)}
                r={3 + 6 * Math.sqrt(rows / most)}
              >
                <title>{`${grouped(rows)} rows`}</title>
              </circle>
            ))}
          </>
        )}
      </Chart>
    </figure>
  );
}
