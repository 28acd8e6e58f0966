import type { Candidate } from '@moving-ground/model';
import type { Champion, DatasetPart, PartReport } from '@moving-ground/run';
import type { Comparison } from './comparison.ts';

export const PROMOTION_POLICIES = ['gate', 'objective-best'] as const;

export type SelectionPolicy = {
  /** objective-best is the article's: the highest objective serves, whatever else is known of it. */
  readonly policy: (typeof PROMOTION_POLICIES)[number];
  /** Least recall on the judged part. */
  readonly minRecall: number;
  /** Least number of rows predicted positive on the judged part, and of those compared on the test part. */
  readonly minSupport: number;
  /** The share of the test part's rows that challenger and champion flag when they are compared. */
  readonly coverage: number;
  /** Of the one-sided Wilson lower bound. */
  readonly confidence: number;
  /** How much precision the challenger may lack, and the same in money: a share of the flagged orders. */
  readonly margin: number;
  /**
   * How much more log-loss it may have, in nats, neither counting for more than the base rate's; null: however much.
   */
  readonly logLossMargin: number | null;
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

export type ChampionPart = Pick<Champion, 'runId' | 'modelName' | 'dataEndMs' | 'schemaHash'>;

/** What the test part is worth as evidence. */
export type TestEvidence = {
  /** thin: it is shorter than three times the price window and the median holding time together. */
  readonly evidence: 'thin' | 'enough';
  readonly rows: number;
  readonly effectiveSampleSize: number;
  /** From the first open to the last close. */
  readonly spanMs: number;
  readonly neededMs: number;
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
  readonly champion: ChampionPart | null;
  /** The training job that was compared with the champion; null where none was fit for it. */
  readonly challenger: string | null;
  /** Null where there was no challenger, or no test part was given. */
  readonly comparison: Comparison | null;
  readonly test: TestEvidence | null;
  /** Those that passed by rank, then the others by name. */
  readonly candidates: readonly JudgedCandidate[];
};
