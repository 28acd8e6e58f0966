import type { ColumnDrift, LiveRows } from '../drift/live-rows.ts';
import type { LiveScorer } from '../live-scorer.ts';
import type { Promised } from '../model/model-documents.ts';
import type { ModelFacts } from '../model/model-facts.ts';
import type { ModelWatch } from '../model/model-watch.ts';
import { comparedWith, type LiveRecord } from '../outcome/live-evidence.ts';
import type { ScoreOutcomes } from '../outcome/score-outcomes.ts';
import type { ModelName, StateName } from '../reading.ts';
import { modelName } from '../state-of.ts';

export type SummaryParts = {
  readonly scorer: Pick<LiveScorer, 'isExpired' | 'silentMs' | 'tally'>;
  readonly watch: Pick<ModelWatch, 'served'>;
  readonly facts: ModelFacts;
  readonly outcomes: ScoreOutcomes;
  readonly rows: LiveRows;
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
  readonly startedAtMs: number;
};

export type Summary = {
  readonly atMs: number;
  readonly startedAtMs: number;
  /** Seconds by what they came to. */
  readonly seconds: Readonly<Partial<Record<StateName, number>>>;
  readonly silentMs: number;
  readonly model: ModelName | null;
  /** Null where no model or no price is known. */
  readonly isExpired: boolean | null;
  /** Orders that wait for their end. */
  readonly open: number;
  /** By the decision that promoted the model; the reason where it cannot be told. */
  readonly promised: Promised | { readonly missing: string } | null;
  readonly live: LiveRecord | null;
  /** Whether the promised precision and the live one lie apart, each with its interval. */
  readonly comparison: ReturnType<typeof comparedWith> | null;
  readonly drift:
    | { readonly trainRows: number; readonly liveRows: number; readonly columns: readonly ColumnDrift[] }
    | { readonly missing: string }
    | null;
  /** Models before the present one, oldest first. */
  readonly earlier: readonly { readonly runId: string; readonly live: LiveRecord }[];
};

export function summaryOf(parts: SummaryParts): Summary {
  const { scorer, watch, outcomes, nowMs, startedAtMs } = parts;
  const model = watch.served.kind === 'serving' ? modelName(watch.served) : null;
  const { evidence, oldestOpenMs, open } = outcomes;
  const earlier = evidence.runIds().filter((runId) => runId !== model?.runId);
  return {
    atMs: nowMs(),
    startedAtMs,
    seconds: scorer.tally.all,
    silentMs: scorer.silentMs,
    model,
    isExpired: scorer.isExpired,
    open,
    ...(model ? ofModel(parts, model.runId) : { promised: null, live: null, comparison: null, drift: null }),
    earlier: earlier.map((runId) => ({ runId, live: evidence.of(runId).record(oldestOpenMs) })),
  };
}

function ofModel(
  { facts: { promised, training }, outcomes, rows }: SummaryParts,
  runId: string,
): Pick<Summary, 'promised' | 'live' | 'comparison' | 'drift'> {
  const live = outcomes.evidence.of(runId).record(outcomes.oldestOpenMs);
  const interval = promised.kind === 'known' ? promised.value.precisionInterval : null;
  return {
    promised: promised.kind === 'known' ? promised.value : { missing: missing(promised) },
    live,
    comparison: comparedWith(interval, live.precision),
    drift:
      training.kind === 'known'
        ? {
            trainRows: training.value.rows,
            liveRows: rows.rows,
            columns: rows.driftFrom(training.value),
          }
        : { missing: missing(training) },
  };
}

function missing(
  fetched: { readonly kind: 'loading' } | { readonly kind: 'absent'; readonly reason: string },
): string {
  return fetched.kind === 'loading' ? 'it is being read' : fetched.reason;
}
