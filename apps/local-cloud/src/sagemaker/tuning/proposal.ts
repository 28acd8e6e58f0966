import type { SearchState } from '@moving-ground/search';
import type { Threads } from '../../worker/threads.ts';

export type Proposal =
  | { readonly configuration: Readonly<Record<string, string>> }
  /** Nothing new is left in the ranges; says so. */
  | { readonly exhausted: string };

/** The search's next configuration is thought out in a thread: it takes long enough to keep others waiting. */
export type ProposingThreads = Threads<SearchState, Proposal>;
