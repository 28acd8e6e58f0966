import { proposeConfiguration, SearchSpaceExhausted, type SearchState } from '@moving-ground/search';
import { serveThread } from '../../worker/serve-thread.ts';
import type { Proposal } from './proposal.ts';

serveThread<SearchState, Proposal>((state) => {
  try {
    return { configuration: proposeConfiguration(state) };
  } catch (error) {
    if (error instanceof SearchSpaceExhausted) return { exhausted: error.message };
    throw error;
  }
});
