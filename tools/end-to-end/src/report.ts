type Confusion = Readonly<
  Record<'truePositives' | 'falsePositives' | 'trueNegatives' | 'falseNegatives' | 'scoreThreshold', number>
>;

/** What the written report is read for. */
export type Report = {
  readonly runId: string;
  readonly dataset: {
    readonly featureDim: number;
    readonly parts: { readonly test: { readonly rows: number } };
  };
  readonly trainings: readonly {
    readonly status: string;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
  readonly evaluation: {
    readonly rows: number;
    readonly baseRate: number;
    readonly effectiveSampleSize: number;
    readonly confusion: readonly Confusion[];
    readonly predictions: readonly { readonly score: number; readonly predictedLabel: number }[];
  };
};
