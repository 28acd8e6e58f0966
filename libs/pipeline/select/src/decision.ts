import type { Candidate } from '@moving-ground/model';
import type { Champion, DatasetPart, PartReport } from '@moving-ground/run';

export type SelectionPolicy = {
  /** Least recall on the judged part. */
  readonly minRecall: number;
  /** Least number of rows predicted positive on the judged part. */
  readonly minSupport: number;
  /** Of the one-sided Wilson lower bound. */
  readonly confidence: number;
};

/** The part whose metrics decide, and what it is worth as evidence. */
export type JudgedPart = Pick<PartReport, 'rows' | 'positives' | 'effectiveSampleSize'> & {
  readonly part: Exclude<DatasetPart, 'train'>;
};

/** A candidate with everything its rank follows from. */
export type JudgedCandidate = Candidate & {
  /** recall x positives / precision, rounded; null where the metrics do not give it. */
  readonly predictedPositives: number | null;
  /** predictedPositives x effective sample size / rows. */
  readonly effectivePositives: number | null;
  /** Wilson lower bound of precision at effectivePositives; null where there is none. */
  readonly precisionLowerBound: number | null;
  /** Why it may not serve; empty for a candidate that passed. */
  readonly refusals: readonly string[];
};

/** Which model should serve, and why. Not a statement about skill. */
export type Decision = {
  readonly verdict: 'promote' | 'retain';
  /** The promoted training job; null when the champion is retained. */
  readonly promoted: string | null;
  readonly reason: string;
  readonly warnings: readonly string[];
  readonly policy: SelectionPolicy;
  readonly judged: JudgedPart;
  /** Precision of flagging every row of the judged part; null without rows. */
  readonly baseRate: number | null;
  readonly champion: Pick<Champion, 'runId' | 'modelName' | 'dataEndMs'> | null;
  /** Those that passed by rank, then the others by name. */
  readonly candidates: readonly JudgedCandidate[];
};
