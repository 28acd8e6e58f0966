import { styleText } from 'node:util';
import type { LiveView } from './live-view.ts';
import { grouped, marketTime, percent } from './teller.ts';

export type LiveSettings = {
  /** Columns of the terminal. */
  readonly width: number;
  readonly isColored: boolean;
  readonly batchSize: number;
  readonly maxJobs: number;
  readonly nowMs: number;
};

/** Before each line: what it is about. */
const LABEL = 9;
const LEAST_BAR = 10;
const MOST_BAR = 40;

type Line = readonly [label: string, text: string];

/** The view as lines no wider than the terminal. */
export function liveLines(view: LiveView, settings: LiveSettings): readonly string[] {
  const lines: readonly Line[] = [
    ['page', view.page ?? 'not yet'],
    ['prices', pricesText(view)],
    ['batch', batchText(view, settings)],
    ['run', runText(view, settings)],
    ['tuning', tuningText(view, settings)],
    ['last run', lastText(view)],
    ['skill', view.skill ?? 'judged when a batch has come after a model'],
  ];
  return lines.map(([label, text]) => lineOf(label, text, settings));
}

function lineOf(label: string, text: string, { width, isColored }: LiveSettings): string {
  const room = Math.max(1, width - LABEL - 1);
  const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  const head = label.padEnd(LABEL);
  return `${isColored ? styleText('dim', head, { validateStream: false }) : head}${cut}`;
}

function pricesText({ feed, progress, ticksASecond }: LiveView): string {
  if (!progress) return feed;
  const rate = `${grouped(Math.round(ticksASecond))} a second`;
  return `${feed}  ${marketTime(progress.marketMs)}  ${grouped(progress.ticks)} ticks, ${rate}  ${grouped(progress.openOrders)} open orders`;
}

function batchText({ progress, transactionsASecond }: LiveView, { width, batchSize }: LiveSettings): string {
  const done = progress?.transactions ?? 0;
  const said = `${grouped(done)} of ${grouped(batchSize)}${leftText(batchSize - done, transactionsASecond)}`;
  const columns = Math.min(MOST_BAR, Math.max(LEAST_BAR, width - LABEL - said.length - 3));
  const full = Math.min(columns, Math.floor((columns * done) / batchSize));
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}  ${said}`;
}

function leftText(transactions: number, rate: number): string {
  if (rate < 0.01) return '';
  const seconds = Math.ceil(transactions / rate);
  return seconds < 120 ? `, about ${seconds} s left` : `, about ${Math.ceil(seconds / 60)} min left`;
}

function runText({ run }: LiveView, { nowMs }: LiveSettings): string {
  if (!run) return 'none: the next one begins with a full batch';
  return `${run.runId}  ${run.state}  ${((nowMs - run.sinceMs) / 1000).toFixed(0)} s`;
}

function tuningText({ tuning }: LiveView, { maxJobs }: LiveSettings): string {
  if (!tuning) return '–';
  const failed = tuning.failed > 0 ? `, ${tuning.failed} failed` : '';
  const best = tuning.best
    ? `, best validation precision ${percent(tuning.best.precision)} at recall ${percent(tuning.best.recall)}`
    : '';
  return `${tuning.ended} of ${maxJobs} trainings${failed}${best}`;
}

function lastText({ lastRun }: LiveView): string {
  return lastRun ? `${lastRun.runId}  ${lastRun.outcome}: ${lastRun.reason}` : 'none yet';
}
