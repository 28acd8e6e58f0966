type Stated = {
  readonly state: string;
  readonly reason?: string;
  readonly score?: number;
  readonly predictedLabel?: 0 | 1;
  readonly latencyMs?: number;
};

/** The live scorer's present second; a state that is not `score` says why there is none. */
export type LiveNow = Stated & {
  readonly flags?: {
    readonly stale: readonly string[];
    readonly gap: string | null;
    readonly novel: number | null;
  };
  readonly model?: {
    readonly runId: string;
    readonly dataEndMs: number;
    readonly isUpdating: boolean;
  } | null;
};

/** One of the last hundred seconds, and what became of it. */
export type LiveTold = {
  readonly id: string;
  readonly reading: Stated & { readonly atMs: number };
  readonly outcome: {
    readonly outcome: 'profit' | 'loss';
    readonly exit: string;
    readonly actualProfit: number;
  } | null;
};

type LiveShare = {
  readonly count: number;
  readonly share: number | null;
  readonly effectiveSampleSize: number;
  readonly interval: readonly [number, number];
};

export type LiveSummary = {
  readonly isExpired: boolean | null;
  readonly open: number;
  readonly promised: { readonly precision: number | null } | { readonly missing: string } | null;
  readonly live: {
    readonly matured: number;
    readonly baseRate: LiveShare;
    readonly precision: LiveShare;
    readonly meanActualProfit: number | null;
  } | null;
  readonly comparison: unknown;
};

/** What the live scorer tells, as it tells it; without one, nothing. */
export type LiveView = {
  readonly connected: boolean;
  /** It has not answered yet, and may still do so. */
  readonly isStarting: boolean;
  readonly address: string | null;
  readonly now: LiveNow | null;
  /** Oldest first. */
  readonly recent: readonly LiveTold[];
  readonly summary: LiveSummary | null;
};
