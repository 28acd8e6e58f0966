import type { JSX } from 'preact';
import type { ScoredView } from '../src/view/index.ts';
import { countsAt, precisionOf, recallOf } from './judged.ts';
import { Figure } from './panel.tsx';
import type { Test } from './test-part.ts';
import { grouped, percent, runName } from './words.ts';

type MatrixProps = { readonly test: Test; readonly scored: ScoredView; readonly threshold: number };

/** The confusion matrix at a threshold, and what follows from it. */
export function Matrix({ test, scored, threshold }: MatrixProps): JSX.Element {
  const counts = countsAt(scored.scores, test.labels, threshold);
  return (
    <>
      <table class="matrix">
        <caption>What was flagged, and what came</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">profit came</th>
            <th scope="col">loss came</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">flagged</th>
            <td class="good" data-test="true-positives">
              {grouped(counts.truePositives)}
            </td>
            <td class="bad">{grouped(counts.falsePositives)}</td>
          </tr>
          <tr>
            <th scope="row">not flagged</th>
            <td>{grouped(counts.falseNegatives)}</td>
            <td>{grouped(counts.trueNegatives)}</td>
          </tr>
        </tbody>
      </table>
      <dl class="figures">
        <Figure name="Precision">
          <span data-test="precision">{percent(precisionOf(counts))}</span>
        </Figure>
        <Figure name="Recall">{percent(recallOf(counts))}</Figure>
        <Figure name="Expectancy per flagged order, after the spread">
          {expectancy(test, precisionOf(counts))}
        </Figure>
      </dl>
    </>
  );
}

function expectancy({ gain, loss }: Test, precision: number | null): string {
  if (precision === null) return 'nothing flagged';
  if (gain === null || loss === null) return 'not known';
  const worth = precision * gain + (1 - precision) * loss;
  return `${worth > 0 ? '+' : ''}${worth.toFixed(2)}`;
}

/** Champion and challenger at the same threshold. */
export function Contest({
  test,
  threshold,
}: {
  readonly test: Test;
  readonly threshold: number;
}): JSX.Element {
  return (
    <table>
      <caption>Champion and challenger on the same rows</caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Flagged</th>
          <th scope="col">Precision</th>
          <th scope="col">Recall</th>
        </tr>
      </thead>
      <tbody>
        {test.scored.map((scored, i) => {
          const counts = countsAt(scored.scores, test.labels, threshold);
          return (
            <tr key={scored.modelName}>
              <th scope="row">
                {i === 0 ? 'champion' : 'challenger'}, run {runName(scored.runId)}
              </th>
              <td>{grouped(counts.truePositives + counts.falsePositives)}</td>
              <td>{percent(precisionOf(counts))}</td>
              <td>{percent(recallOf(counts))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
