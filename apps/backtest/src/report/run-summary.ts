import type { RunReport } from '../run-report.ts';
import { between, figure, grouped, signed } from './number-text.ts';

/** What a run found, for a terminal. */
export function runSummary(report: RunReport): string {
  const { roles, comparisons, freshness, batches } = report;
  const count = (verdict: string): number => batches.filter((batch) => batch.verdict === verdict).length;
  const lines = [
    `${batches.length} batches: ${count('promoted')} promoted, ${count('retained')} retained, ${count('insufficient-data')} with insufficient data`,
    ...(report.paperLabel ? ['paper label: a profit has not paid the spread; expectancies have'] : []),
    '',
    'does it know anything? (precision - base rate, each from predictions on later batches and at its own level:',
    'of many models that know nothing one is called better or worse more often than a single one)',
    ...roles.map(
      ({ role, skill }) =>
        `  ${role.padEnd(14)} ${skill.statement.padEnd(24)} ${signed(skill.difference)} (${between(skill.interval)}), ` +
        `least that would show ${figure(skill.minimumDetectable)}, ${skill.flaggedBlocks} blocks, ` +
        `${grouped(skill.flagged)} of ${grouped(skill.rows)} flagged, expectancy ${signed(skill.expectancy)}`,
    ),
    '',
    `fresh against (both flag ${100 * report.settings.coverage} % of each batch)`,
    ...comparisons.map(
      ({ role, answer, difference, interval, reason }) =>
        `  ${role.padEnd(14)} ${answer.padEnd(12)} ${signed(difference)} (${between(interval)}): ${reason}`,
    ),
    '',
    `does freshness pay here? ${freshness?.answer ?? 'cannot tell'}: ${freshness?.reason ?? 'no model was ever promoted'}`,
  ];
  return lines.join('\n');
}
