import { SERVED } from '@moving-ground/judge';
import type { RunReport } from '../run-report.ts';
import type { RoleReport } from '../walk/judge-walk.ts';
import { chart, type Point } from './chart.ts';

type Roles = Pick<RunReport, 'roles'>;

export function runPictures(report: RunReport): readonly string[] {
  return [againstOthers(report), baseRates(report), ...rolePictures(report)];
}

/** What is drawn of models by themselves. */
export function rolePictures(report: Roles): readonly string[] {
  const served = report.roles.find(({ role }) => role === SERVED);
  return [
    differences(report),
    expectancies(report),
    ...(served ? [byHour(served), reliabilityPicture(served), precisionRecall(report)] : []),
  ];
}

function differences({ roles }: Roles): string {
  const told = roles.filter(({ skill }) => skill.difference !== null);
  return chart({
    title: 'Precision minus base rate, with its interval',
    xTitle: '',
    yTitle: 'difference',
    xNames: told.map(({ role }) => role),
    xRange: [-0.5, told.length - 0.5],
    series: [
      {
        name: 'difference',
        style: 'dots',
        points: told.map(({ skill }, x) => withInterval(x, skill.difference, skill.interval)),
      },
      zero(told.length),
    ],
  });
}

function againstOthers({ comparisons, settings }: RunReport): string {
  return chart({
    title: `Fresh minus the other, each flagging ${100 * settings.coverage} %`,
    xTitle: '',
    yTitle: 'difference of precision',
    xNames: comparisons.map(({ role }) => role),
    xRange: [-0.5, comparisons.length - 0.5],
    series: [
      {
        name: 'difference',
        style: 'dots',
        points: comparisons.map((one, x) => withInterval(x, one.difference, one.interval)),
      },
      zero(comparisons.length),
    ],
  });
}

function expectancies({ roles }: Roles): string {
  return chart({
    title: 'Expectancy of a flagged order after the spread',
    xTitle: '',
    yTitle: 'price units',
    xNames: roles.map(({ role }) => role),
    xRange: [-0.5, roles.length - 0.5],
    series: [
      {
        name: 'flagged by the model',
        style: 'dots',
        points: roles.map(({ skill }, x) => withInterval(x, skill.expectancy, skill.expectancyInterval)),
      },
      {
        name: 'no order placed',
        style: 'dashes',
        points: [-0.5, roles.length - 0.5].map((x) => ({ x, y: 0 })),
      },
    ],
  });
}

function baseRates({ batches }: RunReport): string {
  return chart({
    title: 'Share of profits from batch to batch',
    xTitle: 'batch',
    yTitle: 'base rate',
    series: [
      {
        name: 'base rate',
        style: 'line',
        points: batches.map(({ number, baseRate }) => ({ x: number + 1, y: baseRate })),
      },
    ],
  });
}

function byHour({ byHour: hours }: RoleReport): string {
  return chart({
    title: 'Base rate by hour of the day (UTC), and the served model’s precision',
    xTitle: 'hour',
    yTitle: 'share of profits',
    xRange: [-0.5, 23.5],
    series: [
      {
        name: 'base rate',
        style: 'line',
        points: hours.map(({ hour, baseRate }) => ({ x: hour, y: baseRate })),
      },
      {
        name: 'precision',
        style: 'line',
        points: hours.map(({ hour, precision }) => ({ x: hour, y: precision ?? NaN })),
      },
    ],
  });
}

function reliabilityPicture({ reliability }: RoleReport): string {
  return chart({
    title: 'Do scores say what they mean? The served model',
    xTitle: 'mean score',
    yTitle: 'share of profits',
    xRange: [0, 1],
    yRange: [0, 1],
    series: [
      {
        name: 'found',
        style: 'line',
        points: reliability.bins.map((bin) => ({ x: bin.meanScore, y: bin.shareOfProfits })),
      },
      { name: 'meant', style: 'dashes', points: [0, 1].map((x) => ({ x, y: x })) },
    ],
  });
}

/** The models that are there from the first scored batch on; always buying is a line at the base rate. */
function precisionRecall({ roles }: Roles): string {
  const [base] = roles.flatMap(({ skill }) => skill.baseRate ?? []);
  const drawn = roles.filter(
    ({ role, curve }) => !/ago$|^stale/.test(role) && new Set(curve.map((p) => p.threshold)).size > 1,
  );
  return chart({
    title: 'Precision over recall',
    xTitle: 'recall',
    yTitle: 'precision',
    xRange: [0, 1],
    series: [
      ...drawn.map(({ role, curve }) => ({
        name: role,
        style: 'line' as const,
        points: curve.map(({ precision, recall }) => ({ x: recall, y: precision })),
      })),
      {
        name: 'base rate',
        style: 'dashes',
        points: base === undefined ? [] : [0, 1].map((x) => ({ x, y: base })),
      },
    ],
  });
}

function withInterval(
  x: number,
  y: number | null,
  interval: { readonly from: number; readonly to: number } | null,
): Point {
  return { x, y: y ?? NaN, ...(interval && { from: interval.from, to: interval.to }) };
}

function zero(count: number): {
  readonly name: string;
  readonly style: 'dashes';
  readonly points: readonly Point[];
} {
  return { name: 'none', style: 'dashes', points: [-0.5, count - 0.5].map((x) => ({ x, y: 0 })) };
}
