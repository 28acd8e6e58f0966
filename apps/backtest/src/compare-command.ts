import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine } from './command-line.ts';
import type { Console } from './console.ts';
import { between, figure, signed } from './report/number-text.ts';
import type { RunReport } from './run-report.ts';
import { UsageError } from './usage-error.ts';

/** No kept run has this id or lies at this path. */
export class RunNotKept extends Error {
  override readonly name = 'RunNotKept';
}

/** Two kept runs beside each other: where their settings differ, and what each found. */
export function compareCommand(line: CommandLine, console: Console): Promise<void> {
  const [a, b, more] = line.runs;
  if (a === undefined || b === undefined || more !== undefined)
    throw new UsageError('compare takes two kept runs: their ids, or the folders of their reports');
  const runs = [readRun(a, line.state), readRun(b, line.state)] as const;
  console.result(line.json ? JSON.stringify({ event: 'comparison', runs }) : comparisonOf(...runs));
  return Promise.resolve();
}

function readRun(name: string, state: string): RunReport {
  for (const file of [join(state, 'runs', name, 'report.json'), join(name, 'report.json'), name]) {
    const report = readReport(file);
    if (report) return report;
  }
  throw new RunNotKept(
    `there is no kept run ${JSON.stringify(name)}: give an id of ${join(state, 'runs')}, or a folder`,
  );
}

function readReport(file: string): RunReport | undefined {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as RunReport;
    return report.reportVersion === 1 ? report : undefined;
  } catch {
    return undefined;
  }
}

export function comparisonOf(a: RunReport, b: RunReport): string {
  const differing = differences(settingsOf(a), settingsOf(b), '');
  const roles = [...new Set([...a.roles, ...b.roles].map(({ role }) => role))];
  return [
    `${a.runId} and ${b.runId}`,
    ...(differing.length > 0 ? differing : ['  the same recordings and settings']),
    '',
    ...roles.map((role) => `${role.padEnd(14)} ${ofRole(a, role)}\n${''.padEnd(14)} ${ofRole(b, role)}`),
    '',
    'does freshness pay?',
    ...[a, b].map(
      ({ freshness }) =>
        `  ${freshness?.answer ?? 'cannot tell'}: ${signed(freshness?.difference)} (${between(freshness?.interval ?? null)})`,
    ),
  ].join('\n');
}

function settingsOf({ recordings, configuration, settings }: RunReport): object {
  return { recordings: recordings.map(({ file }) => file), configuration, settings };
}

function ofRole({ roles }: RunReport, role: string): string {
  const skill = roles.find((one) => one.role === role)?.skill;
  if (!skill) return 'not scored';
  return (
    `${skill.statement.padEnd(24)} precision ${figure(skill.precision)}, ${signed(skill.difference)} ` +
    `(${between(skill.interval)}), expectancy ${signed(skill.expectancy)}`
  );
}

/** A line for each value that is not the same, by its path. */
function differences(a: unknown, b: unknown, path: string): string[] {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b ? [] : [`  ${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    differences(left[key], right[key], path === '' ? key : `${path}.${key}`),
  );
}
