import { newKernelMemory } from '@moving-ground/numeric';
import { serveThread } from '../../worker/serve-thread.ts';
import type { ChannelFiles, Loaded } from './channel-data.ts';
import { readChannel } from './read-channel.ts';

serveThread<readonly ChannelFiles[], Loaded>((channels) => {
  const memory = newKernelMemory();
  try {
    const data = channels.map((channel) => [channel.name, readChannel(channel, memory)]);
    return { data: { memory, ...Object.fromEntries(data) } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
});
