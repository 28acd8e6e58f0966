import type { Statement } from '@moving-ground/judge';
import type { WalkSettings } from '../walk/walk-settings.ts';

/** A file, and the bytes it had when the task was made. */
export type HashedRecording = { readonly file: string; readonly sha256: string };

/** Where a market without, or with a known, signal comes from. */
export type NullMarket =
  /** Independent normal steps each second, at a constant spread. */
  | {
      readonly kind: 'random-walk';
      readonly seconds: number;
      readonly spread: number;
      readonly deviation: number;
    }
  /** Each second's return of a real session times a seeded +1 or -1: spread, times and gaps stay. */
  | { readonly kind: 'sign-flip'; readonly recordings: readonly HashedRecording[] }
  /** A random walk that drifts up for a while, now and then; the spread shows when. */
  | {
      readonly kind: 'planted';
      readonly seconds: number;
      readonly spread: number;
      readonly deviation: number;
      /** Of whoever knows when it drifts, at a recall of `recall`. */
      readonly precision: number;
      readonly recall: number;
    };

export type NullTask = {
  readonly market: NullMarket;
  readonly seed: number;
  readonly walk: WalkSettings;
  /** Scored batches after which a statement is made, ascending; the walk ends with the last. */
  readonly after: readonly number[];
};

export type NullStatement = {
  readonly batches: number;
  readonly statement: Statement;
  readonly precision: number | null;
  readonly baseRate: number | null;
  readonly recall: number | null;
  readonly chanceOfBetter: number;
  readonly minimumDetectable: number | null;
  readonly flaggedBlocks: number;
};

export type NullOutcome = {
  readonly seed: number;
  readonly statements: readonly NullStatement[];
  readonly promoted: number;
  readonly retained: number;
  readonly insufficient: number;
  /** What whoever knows the signal would have reached; null where none was planted. */
  readonly oracle: { readonly precision: number; readonly recall: number } | null;
};
