import { SERVED } from '@moving-ground/judge';
import { between, figure, grouped, signed } from '../report/number-text.ts';
import type { SkillReport } from './skill-report.ts';

/** What is known of the deployed models, for a terminal. */
export function skillSummary({
  roles,
  batches,
  models,
  removed,
  leftOut,
  paperLabel,
  level,
}: SkillReport): string {
  const served = roles.find(({ role }) => role === SERVED);
  return [
    `${batches.length} batches scored by a model that was there before; ${models} promoted models are still there, ${removed} were removed`,
    ...leftOut.map((why) => `left out: ${why}`),
    ...(paperLabel ? ['paper label: a profit has not paid the spread; expectancies have'] : []),
    '',
    `does what is deployed know anything? ${served?.skill.statement ?? 'cannot tell'} (level ${100 * level} %): ${served?.skill.reason ?? 'no batch came after a model'}`,
    ...roles.map(
      ({ role, skill }) =>
        `  ${role.padEnd(14)} ${skill.statement.padEnd(24)} precision ${figure(skill.precision)}, base rate ${figure(skill.baseRate)}, ` +
        `difference ${signed(skill.difference)} (${between(skill.interval)}), least that would show ${figure(skill.minimumDetectable)}, ` +
        `${skill.flaggedBlocks} blocks, ${grouped(skill.flagged)} of ${grouped(skill.rows)} flagged, expectancy ${signed(skill.expectancy)}`,
    ),
  ].join('\n');
}
