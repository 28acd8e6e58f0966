/** What is taken from the local cloud: the offline IG as it is, and its reader of recordings. */
export { createIg, type Ig } from '../../../../apps/local-cloud/src/ig/create-ig.ts';
export type { MarketSource } from '../../../../apps/local-cloud/src/market/market-source.ts';
export { readRecording } from '../../../../apps/local-cloud/src/market/recording.ts';
