import type { MissingHistory } from '@moving-ground/feature-schema';
import type { Outcome, Transaction } from '@moving-ground/market';

/** Why a second's answer is stale: the model's data is too old, or no price has come for a while. */
export const STALENESS = ['model-expired', 'feed-mute'] as const;

export type Flags = {
  readonly stale: readonly (typeof STALENESS)[number][];
  /** There is no row: too little history, or a silence within it that no price may bridge. */
  readonly gap: MissingHistory | null;
  /** How many features lie outside what the model was trained on; null while that is not known. */
  readonly novel: number | null;
};

/** The model behind the endpoint, as its champion record tells it. */
export type ModelName = {
  readonly runId: string;
  readonly modelName: string;
  readonly endpointConfigName: string;
  /** Close time of the newest transaction that it could learn from, epoch milliseconds. */
  readonly dataEndMs: number;
  /** The endpoint is being changed: either model may answer. */
  readonly isUpdating: boolean;
};

/** What a second came to. Every state but `score` is the reason why there is no score. */
export type State =
  | {
      readonly state: 'score';
      readonly score: number;
      readonly predictedLabel: 0 | 1;
      /** From the row to the answer, milliseconds. */
      readonly latencyMs: number;
      /** The column furthest outside its training range, measured in the width of the range; null where that is 0. */
      readonly mostNovel: { readonly column: string; readonly widths: number | null } | null;
    }
  | { readonly state: 'starting' }
  | { readonly state: 'no-price'; readonly reason: string }
  | { readonly state: 'no-new-price'; readonly silentMs: number }
  | { readonly state: 'no-row'; readonly reason: MissingHistory }
  | { readonly state: 'no-model'; readonly reason: string }
  | { readonly state: 'model-changing'; readonly reason: string }
  | { readonly state: 'model-unknown'; readonly reason: string }
  | { readonly state: 'schema-differs'; readonly reason: string }
  | { readonly state: 'endpoint-failed'; readonly reason: string }
  /** The answer was not there in time; whatever it will be is thrown away, and nothing is asked until it has come. */
  | { readonly state: 'endpoint-slow'; readonly waitedMs: number };

export type StateName = State['state'];

/** One second of the live scorer. */
export type Reading = State & {
  /** By this machine's clock, epoch milliseconds. */
  readonly atMs: number;
  /** The newest price; the score's own tick where there is one. */
  readonly tick: { readonly timeMs: number; readonly bid: number; readonly offer: number } | null;
  readonly model: ModelName | null;
  readonly flags: Flags;
};

/** What became of a score: what an order on its tick would have done. */
export type Followed = {
  /** Of the reading that told the score. */
  readonly readingId: string;
  /** By this machine's clock, epoch milliseconds. */
  readonly askedAtMs: number;
  readonly openTimeMs: number;
  readonly score: number;
  readonly predictedLabel: 0 | 1;
  readonly runId: string;
  readonly outcome: Outcome;
} & Pick<Transaction, 'closeTimeMs' | 'openPrice' | 'closePrice' | 'exit' | 'nominalProfit' | 'actualProfit'>;
