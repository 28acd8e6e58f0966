import { styleText } from 'node:util';
import { tuningTable, tuningText } from './live-tuning.ts';
import type { LiveView, Replay } from './live-view.ts';
import { secondsOf } from './replay-progress.ts';
import { grouped, marketTime } from './teller.ts';

export type LiveSettings = {
  /** Columns and rows of the terminal. */
  readonly width: number;
  readonly height: number;
  readonly isColored: boolean;
  readonly batchSize: number;
  readonly maxJobs: number;
  readonly nowMs: number;
};

/** Before each line: what it is about. */
const LABEL = 9;
const LEAST_BAR = 10;
const MOST_BAR = 40;
/** A reason takes no more lines than these. */
const MOST_LINES = 3;

type Block = readonly [label: string, lines: readonly string[]];

/** The view as lines no wider than the terminal, and no more than it has rows for. */
export function liveLines(view: LiveView, settings: LiveSettings): readonly string[] {
  const room = Math.max(1, settings.width - LABEL - 1);
  const above: readonly Block[] = [
    ['page', [pageText(view)]],
    ['prices', [pricesText(view)]],
    ...(view.replay ? [['replay', [replayText(view.replay, settings)]] as const] : []),
    ['batch', [batchText(view, settings)]],
    ['run', [runText(view, settings)]],
  ];
  const below: readonly Block[] = [
    ['last run', broken(lastText(view), room)],
    ['skill', broken(view.skill ?? 'judged when a batch has come after a model', room)],
  ];
  const taken = [...above, ...below].reduce((sum, [, lines]) => sum + lines.length, 0);
  // The tuning's own line, and the one that the cursor stands on.
  const table = tuningTable(view.tuning, settings.height - taken - 2);
  const tuning: Block = ['tuning', [tuningText(view.tuning, settings.maxJobs), ...table]];
  return [...above, tuning, ...below].flatMap((block) => linesOf(block, room, settings));
}

function linesOf([label, lines]: Block, room: number, { isColored }: LiveSettings): string[] {
  return lines.map((line, i) => {
    const head = (i === 0 ? label : '').padEnd(LABEL);
    const cut = line.length > room ? `${line.slice(0, room - 1)}…` : line;
    return `${isColored ? styleText('dim', head, { validateStream: false }) : head}${cut}`;
  });
}

/** Between words where that is possible; what is left of a long text is cut off. */
function broken(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > room && lines.length < MOST_LINES - 1) {
    const end = rest.lastIndexOf(' ', room);
    const at = end > 0 ? end : room;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

function pageText({ page }: LiveView): string {
  return page ? `${page.url}  token to change something: ${page.token}` : 'not yet';
}

function pricesText({ feed, progress, ticksASecond }: LiveView): string {
  if (!progress) return feed;
  const rate = `${grouped(Math.round(ticksASecond))} a second`;
  return `${feed}  ${marketTime(progress.marketMs)}  ${grouped(progress.ticks)} ticks, ${rate}  ${grouped(progress.openOrders)} open orders`;
}

/** At the pace so far, waiting for runs included. */
function replayText({ recording, read, sinceMs }: Replay, settings: LiveSettings): string {
  const all = secondsOf(recording);
  const rate = read / Math.max(1, (settings.nowMs - sinceMs) / 1000);
  const said = `${grouped(read)} of ${grouped(all)} seconds${leftText(all - read, rate)}`;
  return bar(read / all, said, settings);
}

function batchText({ progress, transactionsASecond }: LiveView, settings: LiveSettings): string {
  const done = progress?.transactions ?? 0;
  const { batchSize } = settings;
  const said = `${grouped(done)} of ${grouped(batchSize)}${leftText(batchSize - done, transactionsASecond)}`;
  return bar(done / batchSize, said, settings);
}

function bar(share: number, said: string, { width }: LiveSettings): string {
  const columns = Math.min(MOST_BAR, Math.max(LEAST_BAR, width - LABEL - said.length - 3));
  const full = Math.min(columns, Math.floor(columns * share));
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}  ${said}`;
}

function leftText(left: number, rate: number): string {
  if (rate < 0.01 || left <= 0) return '';
  const seconds = Math.ceil(left / rate);
  return seconds < 120 ? `, about ${seconds} s left` : `, about ${Math.ceil(seconds / 60)} min left`;
}

function runText({ run }: LiveView, { nowMs }: LiveSettings): string {
  if (!run) return 'none: the next one begins with a full batch';
  return `${run.runId}  ${run.state}  ${((nowMs - run.sinceMs) / 1000).toFixed(0)} s`;
}

function lastText({ lastRun }: LiveView): string {
  return lastRun ? `${lastRun.runId}  ${lastRun.outcome}: ${lastRun.reason}` : 'none yet';
}
