import type { Contest, Entry, Turn } from './contest.ts';
import { spreadOf, type Spread } from './spread.ts';

export type Row = readonly string[];

const HEADER: Row = ['', '', 'min', 'median', 'max', 'unit', 'CPU s', 'wall s', 'ratio'];
const PEAK = 'peak MB';

/** A contest as aligned text: a line for each contestant, and for each who could not come. */
export function contestTable(contest: Contest, entries: readonly Entry[]): string {
  const candidate = entries.find(({ role }) => role === 'candidate');
  const hasPeak = entries.some(({ turns }) => turns.some(({ peakMb }) => peakMb !== undefined));
  const peakOf = (entry: Entry): Row => (hasPeak ? [peakText(entry)] : []);
  const rows = entries.map((entry) => [...rowOf(contest, entry, candidate), ...peakOf(entry)]);
  const absent = contest.absent.map(({ name, role, reason }): Row => [name, role, `not run: ${reason}`]);
  return aligned([[...HEADER, ...(hasPeak ? [PEAK] : [])], ...rows, ...absent]);
}

/** Of each turn: units a second, or seconds. */
export function figureOf({ figure }: Pick<Contest, 'figure'>, { turns }: Pick<Entry, 'turns'>): Spread {
  const of = ({ units, wallMs }: Turn): number =>
    figure === 'rate' ? (units * 1000) / wallMs : wallMs / 1000;
  return spreadOf(turns.map(of));
}

/** How many times as fast as this entry the candidate is, at the medians. */
export function candidateRatio(contest: Contest, entry: Entry, candidate: Entry | undefined): number {
  if (!candidate) return NaN;
  const [its, ours] = [figureOf(contest, entry).median, figureOf(contest, candidate).median];
  return contest.figure === 'rate' ? ours / its : its / ours;
}

function rowOf(contest: Contest, entry: Entry, candidate: Entry | undefined): Row {
  const { min, median, max } = figureOf(contest, entry);
  const seconds = (of: (turn: Turn) => number): string =>
    (spreadOf(entry.turns.map(of)).median / 1000).toFixed(2);
  const ratio = entry === candidate ? '' : `${candidateRatio(contest, entry, candidate).toFixed(2)}x`;
  return [
    entry.name,
    entry.role,
    ...[min, median, max].map(digits),
    contest.unit,
    seconds(({ cpuMs }) => cpuMs),
    seconds(({ wallMs }) => wallMs),
    ratio,
  ];
}

/** Of the turn that held most. */
function peakText({ turns }: Entry): string {
  const peaks = turns.flatMap(({ peakMb }) => peakMb ?? []);
  return peaks.length === 0 ? '' : digits(Math.max(...peaks));
}

/** Three digits that say something, whole numbers from a hundred on. */
export function digits(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

/** The first columns name things, the others are figures; one cell after the names is a sentence. */
const NAMES = 2;

export function aligned(rows: readonly Row[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of (row.length > NAMES + 1 ? row : row.slice(0, NAMES)).entries())
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
  const pad = (cell: string, i: number): string =>
    i < NAMES ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join('  ')}`.trimEnd()).join('\n');
}
