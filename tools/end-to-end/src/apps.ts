/** What is taken from the local cloud: its market and its reader of recordings. */
export { readRecording } from '../../../apps/local-cloud/src/market/recording.ts';
export { syntheticMarket } from '../../../apps/local-cloud/src/market/synthetic-market.ts';
