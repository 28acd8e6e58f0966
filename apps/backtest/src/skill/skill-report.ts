import {
  pooled,
  predictionReport,
  SERVED,
  skillStatement,
  type JudgeSettings,
  type SkillStatement,
} from '@moving-ground/judge';
import type { RoleReport } from '../walk/judge-walk.ts';
import type { HistoryStep, ScoredHistory } from './score-history.ts';

/** Does what is deployed know anything? Of every batch by itself, and of all of them. */
export type SkillReport = {
  readonly reportVersion: 1;
  readonly bucket: string;
  readonly schemaHash: string;
  readonly paperLabel: boolean;
  readonly level: number;
  /** Promoted models whose artifacts are still there. */
  readonly models: number;
  readonly removed: number;
  readonly leftOut: readonly string[];
  /** Over all batches, the served model first. */
  readonly roles: readonly RoleReport[];
  /** The served model on each batch; what one batch can tell is nearly always: cannot tell. */
  readonly batches: readonly (HistoryStep & { readonly skill: SkillStatement })[];
};

type Facts = Pick<SkillReport, 'bucket' | 'schemaHash' | 'paperLabel' | 'models' | 'removed' | 'leftOut'>;

export function skillReport(
  facts: Facts,
  { predictions, batches }: ScoredHistory,
  judge: JudgeSettings,
): SkillReport {
  const roles = [...new Set(predictions.flatMap(({ byRole }) => [...byRole.keys()]))];
  const byBatch = new Map(predictions.map(({ batch, byRole }) => [batch, byRole.get(SERVED)]));
  return {
    reportVersion: 1,
    ...facts,
    level: judge.alpha,
    roles: roles.map((role) => {
      const own = predictions.flatMap(({ byRole }) => byRole.get(role) ?? []);
      return { role, batches: own.length, ...predictionReport(pooled(own), judge) };
    }),
    batches: batches.flatMap((step) => {
      const own = byBatch.get(step.number);
      return own ? [{ ...step, skill: skillStatement(own, judge) }] : [];
    }),
  };
}
