import { inWorker } from '../../worker/in-worker.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import { parseS3Uri } from '../resource/s3-uri.ts';
import { UnusableChannel, type ChannelFiles, type TrainingData } from './channel-data.ts';
import type { Channel } from './training-input.ts';

const CHANNEL_NAMES = ['train', 'validation', 'test'] as const;

type Loaded = { readonly data: TrainingData } | { readonly problem: string };

/** All objects below each channel's prefix, in key order, in memory that workers share. @throws UnusableChannel */
export async function loadChannels(
  objects: ObjectStore,
  channels: readonly Channel[],
): Promise<TrainingData> {
  const input = await Promise.all(channels.map((channel) => filesOf(objects, channel)));
  if (!input.some(({ name }) => name === 'train'))
    throw new UnusableChannel('there is no channel "train"; add it');
  const script = new URL('./channel-worker.ts', import.meta.url);
  const loaded = await inWorker<Loaded>({ script, input });
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
