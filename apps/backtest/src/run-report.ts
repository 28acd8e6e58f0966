import type { Configuration } from '@moving-ground/configuration';
import type { JudgedWalk } from './walk/judge-walk.ts';
import type { BatchStep } from './walk/walk-forward.ts';
import type { WalkSettings } from './walk/walk-settings.ts';

/** report.json of a kept run: everything the page shows, and what it follows from. */
export type RunReport = {
  readonly reportVersion: 1;
  /** Follows from recordings, settings and sources: the same run has the same id and the same bytes. */
  readonly runId: string;
  readonly recordings: readonly { readonly file: string; readonly sha256: string }[];
  readonly configuration: Configuration;
  readonly settings: Omit<WalkSettings, 'configuration'>;
  /** Exits were tested on the side of the entry: a profit has not paid the spread. */
  readonly paperLabel: boolean;
  readonly batches: readonly BatchStep[];
} & JudgedWalk;
