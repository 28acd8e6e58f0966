import { chart } from './chart.ts';
import { figure } from './number-text.ts';
import type { NullLine, NullReport } from './null-report.ts';
import { answerBox, page, table } from './page.ts';

/** What was said of nothing, and of what was planted, as a page to read. */
export function nullPage(report: NullReport): string {
  const nulls = report.lines.filter(({ oracle }) => oracle === null);
  const planted = report.lines.filter(({ oracle }) => oracle !== null);
  const last = (line: NullLine): string => {
    const point = line.points.at(-1);
    return `${line.name}: ${point?.better ?? 0} of ${line.seeds}`;
  };
  return page(
    'The nulls, and what would have been seen',
    [
      answerBox('"Better than the base rate", said of nothing', nulls.map(last).join('; ')),
      answerBox('"Better than the base rate", said of what is there', planted.map(last).join('; ')),
      `<div class="pictures">${powerCurve('Detected, by batches scored', planted)}${powerCurve('Said of nothing, by batches scored', nulls)}</div>`,
      table(
        [
          'market',
          'batches',
          '"better"',
          '"worse"',
          '"cannot tell"',
          'precision - base rate',
          'minimum detectable',
        ],
        report.lines.flatMap(({ name, points }) =>
          points.map((point) => [
            name,
            String(point.batches),
            String(point.better),
            String(point.worse),
            String(point.cannotTell),
            figure(point.meanExcess),
            figure(point.meanMinimumDetectable),
          ]),
        ),
        [1, 2, 3, 4, 5, 6],
      ),
    ].join('\n'),
  );
}

function powerCurve(title: string, lines: readonly NullLine[]): string {
  return chart({
    title,
    xTitle: 'batches scored',
    yTitle: 'share of seeds',
    yRange: [0, 1],
    series: lines.map(({ name, seeds, points }) => ({
      name,
      style: 'line',
      points: points.map(({ batches, better, from, to }) => ({ x: batches, y: better / seeds, from, to })),
    })),
  });
}
