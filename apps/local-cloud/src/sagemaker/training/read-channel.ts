import { readFileSync } from 'node:fs';
import { decodeRecords, type DecodedRecords } from '@moving-ground/formats';
import { Appender, type KernelMemory } from '@moving-ground/numeric';
import { UnusableChannel, type ChannelData, type ChannelFiles } from './channel-data.ts';
import { readLabelledCsv } from './labelled-csv.ts';

/** Every file of a channel, one after the other, its features in the memory. @throws UnusableChannel, RecordIoError */
export function readChannel({ name, files, contentType }: ChannelFiles, memory: KernelMemory): ChannelData {
  const appender = new Appender(memory);
  const labels: Float32Array[] = [];
  let featureDim = 0;
  for (const file of files) {
    const part = readRows(contentType, bytesOf(file.path), file.name);
    if (part.rows === 0) continue;
    featureDim ||= part.featureDim;
    if (part.featureDim !== featureDim)
      throw new UnusableChannel(
        `channel ${name} has rows of ${featureDim} and of ${part.featureDim} features; give all files one width`,
      );
    appender.append(part.features);
    labels.push(part.labels);
  }
  if (labels.length === 0) throw new UnusableChannel(`channel ${name} has no rows; give it data`);
  const joined = joinedLabels(labels);
  const rows = joined.length;
  const features = new Float32Array(memory.buffer, appender.start, rows * featureDim);
  return { rows, featureDim, features, labels: joined };
}

function joinedLabels(parts: readonly Float32Array[]): Float32Array<SharedArrayBuffer> {
  const rows = parts.reduce((sum, part) => sum + part.length, 0);
  const labels = new Float32Array(new SharedArrayBuffer(4 * rows));
  let at = 0;
  for (const part of parts) {
    labels.set(part, at);
    at += part.length;
  }
  return labels;
}

function readRows(contentType: string, bytes: Uint8Array, file: string): DecodedRecords {
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
