import type { JSX } from 'preact';
import type { LiveNow, LiveSummary, LiveView } from '../src/view/index.ts';
import { model, topics } from './connection.ts';
import { Empty, Figure, Panel } from './panel.tsx';
import { Scores } from './scores.tsx';
import { useCell } from './store.ts';
import { grouped, percent, runName } from './words.ts';

export function LivePanel(): JSX.Element {
  const live = useCell(topics.live);
  const hasModel = useCell(model) !== undefined;
  return (
    <Panel title="Live">
      {live?.connected && live.now ? (
        <Connected live={live} now={live.now} />
      ) : (
        <Empty>{whyNone(live, hasModel)}</Empty>
      )}
    </Panel>
  );
}

function whyNone(live: LiveView | undefined, hasModel: boolean): string {
  if (!live?.address) return 'No live scorer is connected.';
  if (!hasModel) return 'Scores begin with the first model.';
  if (live.isStarting) return 'The live scorer starts: the first score is here within seconds.';
  return 'The live scorer does not answer: no score is shown rather than an old one.';
}

function Connected({ live, now }: { readonly live: LiveView; readonly now: LiveNow }): JSX.Element {
  return (
    <>
      <dl class="figures">
        <Figure name="Score of this second">
          <span data-test="live-score">{now.score === undefined ? 'none' : now.score.toFixed(4)}</span>
        </Figure>
        <Figure name="Says">{labelOf(now)}</Figure>
        <Figure name="By the model of run">{now.model ? runName(now.model.runId) : '–'}</Figure>
        <Figure name="Answered in">
          {now.latencyMs === undefined ? '–' : `${now.latencyMs.toFixed(0)} ms`}
        </Figure>
      </dl>
      <Flags now={now} />
      {live.summary && <Record summary={live.summary} />}
      <Scores told={live.recent} />
    </>
  );
}

function labelOf({ state, predictedLabel }: LiveNow): string {
  if (state !== 'score') return state.replaceAll('-', ' ');
  return predictedLabel === 1 ? 'profit' : 'no profit';
}

/** Whatever is not as the model was trained for, each in its own words. */
function Flags({ now }: { readonly now: LiveNow }): JSX.Element {
  const flags = [...flagsOf(now.flags), ...(now.model?.isUpdating ? ['the endpoint is being changed'] : [])];
  const told = now.reason ? [...flags, now.reason] : flags;
  return (
    <p class="flags">
      {told.length === 0 && now.state === 'score' && <span class="mark good">nothing unusual</span>}
      {told.map((flag) => (
        <span class="mark waiting" key={flag}>
          {flag}
        </span>
      ))}
    </p>
  );
}

function flagsOf(flags: LiveNow['flags']): string[] {
  if (!flags) return [];
  return [
    ...flags.stale.map((why) => `stale: ${why.replaceAll('-', ' ')}`),
    ...(flags.gap ? [`gap: ${flags.gap}`] : []),
    ...(flags.novel
      ? [`novel: ${flags.novel === 1 ? '1 feature' : `${flags.novel} features`} outside what was trained on`]
      : []),
  ];
}

function Record({ summary }: { readonly summary: LiveSummary }): JSX.Element {
  const { promised, live, open } = summary;
  const precision = promised && 'precision' in promised ? percent(promised.precision) : '–';
  return (
    <p class="note">
      Promised precision {precision};{' '}
      {live?.precision.share == null
        ? `no flagged order has ended yet (${grouped(open)} are followed)`
        : `live ${percent(live.precision.share)} of ${grouped(live.precision.count)} flagged orders, worth ${live.precision.effectiveSampleSize.toFixed(1)}: between ${percent(live.precision.interval[0])} and ${percent(live.precision.interval[1])}; buying always ${percent(live.baseRate.share)}`}
      .
    </p>
  );
}
