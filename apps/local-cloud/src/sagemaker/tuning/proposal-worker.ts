import { parentPort, workerData } from 'node:worker_threads';
import { proposeConfiguration, SearchSpaceExhausted, type SearchState } from '@moving-ground/search';
import type { Proposal } from './propose.ts';

parentPort?.postMessage({ answer: proposal(workerData as SearchState) });

function proposal(state: SearchState): Proposal {
  try {
    return { configuration: proposeConfiguration(state) };
  } catch (error) {
    if (error instanceof SearchSpaceExhausted) return { exhausted: error.message };
    throw error;
  }
}
