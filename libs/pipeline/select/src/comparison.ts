import type { LinearModel } from '@moving-ground/model';

/** What one model says of each row of the test part. */
export type ModelScores = Pick<LinearModel, 'lossType' | 'positiveExampleWeightMult'> & {
  readonly source: 'artifact';
  readonly score: Float32Array;
  /** 1 where the score reaches the model's own threshold. */
  readonly flagged: Uint8Array;
};

/** All that is known of a model whose artifact could not be read: what the service measured. */
export type ServiceMetrics = {
  readonly source: 'service';
  /** Why the artifact was refused. */
  readonly refusal: string;
  /** Final metrics by name, for example `test:precision`. */
  readonly metrics: Readonly<Record<string, number>>;
};

/** One entry a row of the test part in every column. */
export type TestScores = {
  /** 1 for a profit, 0 for a loss. */
  readonly label: Uint8Array;
  /** What a real account would have got, the spread paid, in price units. */
  readonly profit: Float64Array;
  readonly challenger: ModelScores | ServiceMetrics;
  /** Absent where there is no champion, or its columns are others. */
  readonly champion?: ModelScores | ServiceMetrics | undefined;
};

/** One side of the comparison. */
export type ModelOnTest = {
  readonly source: 'artifact' | 'service';
  readonly refusal: string | null;
  readonly lossType: LinearModel['lossType'] | null;
  readonly positiveExampleWeightMult: number | null;
  /** Rows that reach its own threshold. */
  readonly flaggedByItself: number | null;
  /** At the comparison's coverage. */
  readonly precision: number | null;
  /** Mean profit of a flagged order after the spread, in price units. */
  readonly expectancy: number | null;
  /** Over all rows, in nats; null for scores that are no probabilities. */
  readonly logLoss: number | null;
};

export const COMPARED = ['precision', 'expectancy', 'logLoss'] as const;

export type Compared = (typeof COMPARED)[number];

export const COMPARISON_VERDICTS = ['no-champion', 'not-comparable', 'not-worse', 'worse'] as const;

/** Challenger and champion on the same rows. */
export type Comparison = {
  readonly verdict: (typeof COMPARISON_VERDICTS)[number];
  readonly reason: string;
  readonly rows: number;
  /** How many rows each flags: those with its highest scores. */
  readonly flaggedRows: number;
  /** flaggedRows / rows. */
  readonly coverage: number | null;
  /** Log-loss of giving every row the part's share of profits, in nats: what needs no model. */
  readonly baseRateLogLoss: number;
  /** How much worse the challenger may be; null where it does not matter. */
  readonly margins: Readonly<Record<Compared, number | null>>;
  /** In what it is worse by more than the margin. */
  readonly worseIn: readonly Compared[];
  readonly challenger: ModelOnTest;
  readonly champion: ModelOnTest | null;
};
