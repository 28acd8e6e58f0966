import type { NullLine, NullReport } from './null-report.ts';

const HEAD = [
  'market',
  'seeds',
  'batches scored',
  '"better"',
  '95 % interval',
  '"worse"',
  '"cannot tell"',
  'mean precision − base rate',
  'mean recall',
  'mean minimum detectable',
];

/** The table in Markdown, its columns as wide as their widest cell: as a formatter would leave it. */
export function nullTable({ lines }: Pick<NullReport, 'lines'>): string {
  const rows = [HEAD, ...lines.flatMap(rowsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}

function rowsOf({ name, seeds, points, oracle }: NullLine): readonly string[][] {
  const known = oracle
    ? ` (knowing it: ${oracle.precision.toFixed(3)} at recall ${oracle.recall.toFixed(3)})`
    : '';
  return points.map((point, i) => [
    i === 0 ? `${name}${known}` : '',
    i === 0 ? String(seeds) : '',
    String(point.batches),
    String(point.better),
    `${(100 * point.from).toFixed(1)} to ${(100 * point.to).toFixed(1)} %`,
    String(point.worse),
    String(point.cannotTell),
    point.meanExcess.toFixed(3),
    point.meanRecall.toFixed(3),
    point.meanMinimumDetectable.toFixed(3),
  ]);
}

const [BEGIN, END] = ['<!-- written by backtest:null, begin -->', '<!-- written by backtest:null, end -->'];

/** The document has no place for the table. */
export class NoPlaceForTable extends Error {
  override readonly name = 'NoPlaceForTable';
}

/** The document with the new table between its two marks. @throws NoPlaceForTable */
export function withNullTable(document: string, text: string): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new NoPlaceForTable(`the document needs the lines ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
}
