import { wilsonLowerBound } from '@moving-ground/numeric';
import type { NullOutcome } from '../null/null-task.ts';

/** What was said after so many scored batches, over all seeds. */
export type NullPoint = {
  readonly batches: number;
  readonly better: number;
  readonly worse: number;
  readonly cannotTell: number;
  /** Bounds of the share of "better", each with 97.5 % (Wilson). */
  readonly from: number;
  readonly to: number;
  readonly meanExcess: number;
  readonly meanRecall: number;
  readonly meanMinimumDetectable: number;
};

export type NullLine = {
  readonly name: string;
  readonly seeds: number;
  readonly points: readonly NullPoint[];
  /** Means over the seeds of what whoever knows the signal reaches. */
  readonly oracle: { readonly precision: number; readonly recall: number } | null;
  readonly promotedShare: number;
};

export type NullReport = {
  readonly alpha: number;
  readonly size: Readonly<Record<string, number>>;
  readonly recordings: readonly string[];
  readonly lines: readonly NullLine[];
};

export function nullLine(name: string, outcomes: readonly NullOutcome[]): NullLine {
  const [first] = outcomes;
  const oracles = outcomes.flatMap(({ oracle }) => oracle ?? []);
  const decided = outcomes.map(
    ({ promoted, retained, insufficient }) => promoted / (promoted + retained + insufficient),
  );
  return {
    name,
    seeds: outcomes.length,
    points: (first?.statements ?? []).map((_, at) => pointOf(outcomes, at)),
    oracle:
      oracles.length > 0
        ? { precision: mean(oracles.map((o) => o.precision)), recall: mean(oracles.map((o) => o.recall)) }
        : null,
    promotedShare: mean(decided),
  };
}

function pointOf(outcomes: readonly NullOutcome[], at: number): NullPoint {
  const said = outcomes.flatMap(({ statements }) => statements[at] ?? []);
  const count = (statement: string): number => said.filter((one) => one.statement === statement).length;
  const better = count('better than the base rate');
  const n = said.length;
  return {
    batches: said[0]?.batches ?? 0,
    better,
    worse: count('worse'),
    cannotTell: count('cannot tell'),
    from: wilsonLowerBound(better, n, 0.975),
    to: 1 - wilsonLowerBound(n - better, n, 0.975),
    meanExcess: mean(
      said.map(({ precision, baseRate }) => (precision ?? 0) - (precision === null ? 0 : (baseRate ?? 0))),
    ),
    meanRecall: mean(said.map(({ recall }) => recall ?? 0)),
    meanMinimumDetectable: mean(said.map(({ minimumDetectable }) => minimumDetectable ?? 1)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
