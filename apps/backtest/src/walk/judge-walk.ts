import {
  compareModels,
  flagsAtCoverage,
  FIRST,
  FRESH,
  pooled,
  predictionReport,
  withFlags,
  type Comparison,
  type PredictionReport,
  type Predictions,
} from '@moving-ground/judge';
import type { ScoredBatch, Walk } from './walk-forward.ts';
import type { WalkSettings } from './walk-settings.ts';

export type RoleReport = { readonly role: string; readonly batches: number } & PredictionReport;

export type RoleComparison = {
  /** Fresh against this one, on the batches that both scored. */
  readonly role: string;
  readonly batches: number;
} & Comparison;

export type JudgedWalk = {
  /** The fresh model first. */
  readonly roles: readonly RoleReport[];
  readonly comparisons: readonly RoleComparison[];
  /** Does freshness pay here? Fresh against the first model, kept for ever; undefined where nothing was scored. */
  readonly freshness: RoleComparison | undefined;
};

/** Statements on each role by itself, and on the fresh model against each of the others. */
export function judgeWalk({ predictions }: Walk, settings: WalkSettings): JudgedWalk {
  const roles = [...new Set(predictions.flatMap(({ byRole }) => [...byRole.keys()]))];
  const others = roles.filter((role) => role !== FRESH);
  const comparisons = others.map((role) => compareRoles(predictions, role, settings));
  return {
    roles: roles.map((role) => reportOn(predictions, role, settings)),
    comparisons,
    freshness: comparisons.find(({ role }) => role === FIRST),
  };
}

function reportOn(predictions: readonly ScoredBatch[], role: string, { judge }: WalkSettings): RoleReport {
  const own = predictions.flatMap(({ byRole }) => byRole.get(role) ?? []);
  return { role, batches: own.length, ...predictionReport(pooled(own), judge) };
}

/** Within each batch both flag the same share, so that neither wins by flagging less. */
function compareRoles(
  predictions: readonly ScoredBatch[],
  role: string,
  { judge, coverage }: WalkSettings,
): RoleComparison {
  const both = predictions.filter(({ byRole }) => byRole.has(FRESH) && byRole.has(role));
  const covered = (which: string): Predictions =>
    pooled(
      both
        .flatMap(({ byRole }) => byRole.get(which) ?? [])
        .map((p) => withFlags(p, flagsAtCoverage(p, coverage))),
    );
  return { role, batches: both.length, ...compareModels(covered(FRESH), covered(role), judge) };
}
