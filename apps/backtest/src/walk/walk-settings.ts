import type { Configuration } from '@moving-ground/configuration';
import type { ComparisonSettings } from '@moving-ground/judge';

export type WalkSettings = {
  readonly configuration: Configuration;
  /** How many batches older the shadows are, of the champion and of the fresh model. */
  readonly ages: readonly number[];
  /** Whether the baselines are fitted and scored. */
  readonly baselines: boolean;
  /** Share of the orders that models flag when they are compared. */
  readonly coverage: number;
  readonly judge: ComparisonSettings;
};
