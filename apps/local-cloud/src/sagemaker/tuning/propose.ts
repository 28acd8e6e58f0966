import type { SearchState } from '@moving-ground/search';
import { inWorker } from '../../worker/in-worker.ts';

export type Proposal =
  | { readonly configuration: Readonly<Record<string, string>> }
  /** Nothing new is left in the ranges; says so. */
  | { readonly exhausted: string };

/** The search's next configuration, thought out in a thread of its own: it takes long enough to keep others waiting. */
export function propose(input: SearchState, signal: AbortSignal): Promise<Proposal> {
  return inWorker<Proposal>({ script: new URL('./proposal-worker.ts', import.meta.url), input, signal });
}
