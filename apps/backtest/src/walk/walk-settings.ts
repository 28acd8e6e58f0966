import type { Configuration } from '@moving-ground/configuration';
import type { ComparisonSettings } from '@moving-ground/judge';

export type WalkSettings = {
  readonly configuration: Configuration;
  /** How many batches older than the fresh model its shadows are. */
  readonly ages: readonly number[];
  /** Whether the baselines are fitted and scored. */
  readonly baselines: boolean;
  /** Share of the orders that models flag when they are compared. */
  readonly coverage: number;
  readonly judge: ComparisonSettings;
};
