import type { PublishedSkill } from '@moving-ground/run';

/** One model on the test part of one run; scores and labels have one entry a row. */
export type ScoredView = {
  readonly modelName: string;
  readonly runId: string;
  /** Infinite where the model flags every row or none: JSON has no such number. */
  readonly threshold: number | 'Infinity' | '-Infinity';
  readonly scores: readonly number[];
};

export type ModelView = {
  readonly endpointName: string;
  readonly champion: {
    readonly runId: string;
    readonly modelName: string;
    readonly dataEndMs: number;
    readonly promotedAtMs: number;
    readonly featureDim: number;
    readonly schemaHash: string;
  };
  readonly columns: readonly string[];
  readonly weights: readonly number[];
  readonly bias: number;
  /** The newest run's best candidate, where it is another model of the same columns. */
  readonly challenger: {
    readonly runId: string;
    readonly weights: readonly number[];
    readonly bias: number;
  } | null;
  /** Of the newest judged run's test part. */
  readonly test: {
    readonly runId: string;
    readonly labels: readonly number[];
    readonly effectiveSampleSize: number;
    readonly distinctSeconds: number;
    /** What a flagged order that ended in profit and in loss is worth, in price units; null where it is not known. */
    readonly gain: number | null;
    readonly loss: number | null;
    readonly meanSpread: number;
    readonly scored: readonly ScoredView[];
  } | null;
  /** Does what is deployed know anything? Null until a batch has come after a model and was judged. */
  readonly skill: PublishedSkill | null;
};
