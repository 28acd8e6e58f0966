import { SERVED } from '@moving-ground/judge';
import type { PublishedSkill } from '@moving-ground/run';
import type { SkillReport } from './skill-report.ts';

const NOTHING = {
  statement: 'cannot tell',
  reason: 'no batch came after a model',
  rows: 0,
  flagged: 0,
  precision: null,
  baseRate: null,
  minimumDetectable: null,
  expectancy: null,
} as const;

/** What the report says of the served model, for a page beside the loop. */
export function publishedSkill({ roles, batches, paperLabel }: SkillReport): PublishedSkill {
  const skill = roles.find(({ role }) => role === SERVED)?.skill ?? NOTHING;
  const { statement, reason, rows, flagged, precision, baseRate, minimumDetectable, expectancy } = skill;
  return {
    skillVersion: 1,
    statement,
    reason,
    paperLabel,
    batches: batches.length,
    orders: rows,
    flagged,
    precision,
    baseRate,
    minimumDetectable,
    expectancy,
    lastCloseMs: batches.at(-1)?.lastCloseMs ?? 0,
  };
}
