import { parentPort, workerData } from 'node:worker_threads';
import type { ChannelFiles } from './channel-data.ts';
import { readChannel } from './read-channel.ts';

const channels = workerData as readonly ChannelFiles[];
try {
  const data = Object.fromEntries(channels.map((channel) => [channel.name, readChannel(channel)]));
  parentPort?.postMessage({ answer: { data } });
} catch (error) {
  parentPort?.postMessage({ answer: { problem: (error as Error).message } });
}
