/** What is taken from the streamer: all of it but its settings. */
export type { BatchObjects } from '../../../../apps/streamer/src/deliver-batch.ts';
export { GROUP_LIMITS } from '../../../../apps/streamer/src/group-writer.ts';
export { Streamer } from '../../../../apps/streamer/src/streamer.ts';
