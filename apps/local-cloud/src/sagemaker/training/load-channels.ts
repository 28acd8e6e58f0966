import type { Threads } from '../../worker/threads.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import { parseS3Uri } from '../resource/s3-uri.ts';
import { UnusableChannel, type ChannelFiles, type Loaded, type TrainingData } from './channel-data.ts';
import type { Channel } from './training-input.ts';

const CHANNEL_NAMES = ['train', 'validation', 'test'] as const;

export type LoadingThreads = Threads<readonly ChannelFiles[], Loaded>;

/** All objects below each channel's prefix, in key order, in memory that workers share. @throws UnusableChannel */
export async function loadChannels(
  { objects, loading }: { readonly objects: ObjectStore; readonly loading: LoadingThreads },
  channels: readonly Channel[],
): Promise<TrainingData> {
  const input = await Promise.all(channels.map((channel) => filesOf(objects, channel)));
  if (!input.some(({ name }) => name === 'train'))
    throw new UnusableChannel('there is no channel "train"; add it');
  const loaded = await loading.do(input);
  if ('problem' in loaded) throw new UnusableChannel(loaded.problem);
  return loaded.data;
}

async function filesOf(objects: ObjectStore, channel: Channel): Promise<ChannelFiles> {
  const name = CHANNEL_NAMES.find((known) => known === channel.ChannelName);
  if (name === undefined) {
    throw new UnusableChannel(
      `the channel was ${JSON.stringify(channel.ChannelName)}; use train, validation or test`,
    );
  }
  const uri = channel.DataSource.S3DataSource.S3Uri;
  const { bucket, key } = parseS3Uri(uri);
  const found = await objects.list(bucket, key);
  const filled = found.filter(({ size }) => size > 0);
  if (filled.length === 0) throw new UnusableChannel(`channel ${name}: nothing lies below ${uri}`);
  return {
    name,
    contentType: channel.ContentType ?? 'application/x-recordio-protobuf',
    files: filled.map((head) => ({
      name: `s3://${bucket}/${head.key}`,
      path: objects.filePath(bucket, head.key),
    })),
  };
}
