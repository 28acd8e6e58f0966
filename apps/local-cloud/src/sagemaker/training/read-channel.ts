import { readFileSync } from 'node:fs';
import { decodeRecords } from '@moving-ground/formats';
import { UnusableChannel, type ChannelData, type ChannelFiles } from './channel-data.ts';
import { readLabelledCsv } from './labelled-csv.ts';

type Rows = Pick<ChannelData, 'rows' | 'featureDim'> & {
  readonly features: Float32Array;
  readonly labels: Float32Array;
};

/** Every file of a channel, one after the other. @throws UnusableChannel, RecordIoError */
export function readChannel(channel: ChannelFiles): ChannelData {
  const parts = channel.files.map(({ name, path }) => readRows(channel.contentType, bytesOf(path), name));
  const filled = parts.filter(({ rows }) => rows > 0);
  const featureDim = filled[0]?.featureDim;
  if (featureDim === undefined)
    throw new UnusableChannel(`channel ${channel.name} has no rows; give it data`);
  const odd = filled.find((part) => part.featureDim !== featureDim);
  if (odd !== undefined) {
    throw new UnusableChannel(
      `channel ${channel.name} has rows of ${featureDim} and of ${odd.featureDim} features; give all files one width`,
    );
  }
  return joined(filled, featureDim);
}

function joined(parts: readonly Rows[], featureDim: number): ChannelData {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const features = new Float32Array(new SharedArrayBuffer(4 * rows * featureDim));
  const labels = new Float32Array(new SharedArrayBuffer(4 * rows));
  let at = 0;
  for (const part of parts) {
    features.set(part.features, at * featureDim);
    labels.set(part.labels, at);
    at += part.rows;
  }
  return { rows, featureDim, features, labels };
}

function readRows(contentType: string, bytes: Uint8Array, file: string): Rows {
  const [type = ''] = contentType.split(';');
  if (type.trim() === 'text/csv') return readLabelledCsv(bytes, file);
  if (type.trim() === 'application/x-recordio-protobuf') return decodeRecords(bytes, file);
  throw new UnusableChannel(
    `the content type of ${file} was ${JSON.stringify(contentType)}; give application/x-recordio-protobuf or text/csv`,
  );
}

/** A plain view: a Buffer's slices would share its memory. */
function bytesOf(path: string): Uint8Array {
  const { buffer, byteOffset, length } = readFileSync(path);
  return new Uint8Array(buffer, byteOffset, length);
}
