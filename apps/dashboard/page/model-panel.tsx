import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ModelView, ScoredView } from '../src/view/index.ts';
import { Contest, Matrix } from './confusion.tsx';
import { model, topics } from './connection.ts';
import { PrecisionRecall, Reliability } from './curves.tsx';
import { reached, stepsOf, stepTo } from './threshold-steps.ts';
import { Empty, Figure, Panel } from './panel.tsx';
import { Skill } from './skill.tsx';
import { useCell } from './store.ts';
import type { Test } from './test-part.ts';
import { Weights } from './weights.tsx';
import { clock, grouped, percent, runName } from './words.ts';

export function ModelPanel(): JSX.Element {
  const view = useCell(model);
  return (
    <Panel title="Model">
      {view ? (
        <Known view={view} />
      ) : (
        <Empty>No model serves yet. The first one comes from the first run that promotes a candidate.</Empty>
      )}
    </Panel>
  );
}

function Known({ view }: { readonly view: ModelView }): JSX.Element {
  const { champion, test } = view;
  const isPaper = useCell(topics.market)?.paperLabel === true;
  return (
    <>
      <dl class="figures">
        <Figure name="Serving at">{view.endpointName}</Figure>
        <Figure name="From run">{runName(champion.runId)}</Figure>
        <Figure name="Learned from data until">{clock(champion.dataEndMs)}</Figure>
        <Figure name="Features">{grouped(champion.featureDim)}</Figure>
        <Figure name="Schema">{champion.schemaHash.slice(0, 8)}</Figure>
      </dl>
      <Skill skill={view.skill} />
      {isPaper && (
        <p class="note">
          Labels are on paper: exits are tested on the side of the entry, so a profit has not paid the spread.
          Expectancy here has.
        </p>
      )}
      {test?.scored.length ? (
        <Judged key={test.runId} test={test} />
      ) : (
        <Empty>No test part of this schema is stored.</Empty>
      )}
      <Weights view={view} />
    </>
  );
}

function Judged({ test }: { readonly test: Test }): JSX.Element {
  const [champion] = test.scored as [ScoredView];
  const [threshold, setThreshold] = useState(Number(champion.threshold));
  return (
    <>
      <Evidence test={test} />
      <div class="columns">
        <div>
          <Threshold threshold={threshold} champion={champion} setThreshold={setThreshold} />
          <Matrix test={test} scored={champion} threshold={threshold} />
          {test.scored.length > 1 && <Contest test={test} threshold={threshold} />}
        </div>
        <PrecisionRecall test={test} threshold={threshold} />
        <Reliability test={test} />
      </div>
    </>
  );
}

function Evidence({ test }: { readonly test: Test }): JSX.Element {
  const positives = test.labels.filter((label) => label === 1).length;
  return (
    <p class="note">
      On the untouched test part of run {runName(test.runId)}: {grouped(test.labels.length)} rows, worth{' '}
      {test.effectiveSampleSize.toFixed(1)} independent ones; buying always is right in{' '}
      {percent(positives / test.labels.length)}. A model that was chosen on few independent rows says little:
      this is no statement of skill.
    </p>
  );
}

type ThresholdProps = {
  readonly threshold: number;
  readonly champion: ScoredView;
  readonly setThreshold: (value: number) => void;
};

/** Each step of the slider is a score that rows have: where many lie near 0 or 1, a scale of scores would hardly move. */
function Threshold({ threshold, champion, setThreshold }: ThresholdProps): JSX.Element {
  const steps = useMemo(() => stepsOf(champion.scores), [champion]);
  const rows = reached(champion.scores, threshold);
  const text = `${scoreText(threshold)}: ${grouped(rows)} of ${grouped(champion.scores.length)}`;
  return (
    <div class="threshold">
      <label for="threshold">
        Flag rows with a score of at least <output for="threshold">{text}</output>
      </label>
      <input
        id="threshold"
        type="range"
        min="0"
        max={steps.length - 1}
        step="1"
        value={stepTo(steps, threshold)}
        aria-valuetext={text}
        onInput={({ currentTarget }) => setThreshold(steps[Number(currentTarget.value)] ?? Infinity)}
      />
      <div class="choices">
        <button type="button" onClick={() => setThreshold(Number(champion.threshold))}>
          the model's own
        </button>
        <button type="button" onClick={() => setThreshold(0.75)}>
          the article's 0.75
        </button>
      </div>
    </div>
  );
}

/** A threshold that flags everything or nothing is infinite. */
function scoreText(threshold: number): string {
  if (Number.isFinite(threshold)) return String(Number(threshold.toPrecision(3)));
  return threshold > 0 ? 'more than any' : 'any';
}
