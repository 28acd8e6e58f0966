import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Manifest, ManifestFile } from '@moving-ground/run';
import { createHash } from 'node:crypto';
import { BatchIncomplete, BatchRefused } from './batch-errors.ts';

/** Both files are there, of the manifest's size, hash and number of rows. @throws BatchIncomplete, BatchRefused */
export async function verifyFiles(storage: ObjectStorage, bucket: string, manifest: Manifest): Promise<void> {
  await verifySize(storage, bucket, manifest.transactions);
  await verifySize(storage, bucket, manifest.prices);
  await verifyContent(storage, bucket, manifest.transactions);
  await verifyContent(storage, bucket, manifest.prices);
}

async function verifySize(storage: ObjectStorage, bucket: string, file: ManifestFile): Promise<void> {
  const head = await storage.head(bucket, file.key);
  if (!head) throw new BatchIncomplete(`${file.key} is not there`);
  expectEqual(file, 'bytes', head.size, file.bytes);
}

async function verifyContent(storage: ObjectStorage, bucket: string, file: ManifestFile): Promise<void> {
  const stream = await storage.getStream(bucket, file.key);
  if (!stream) throw new BatchIncomplete(`${file.key} is not there`);
  const hash = createHash('sha256');
  let lines = 0;
  let last = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    lines += lineFeeds(chunk);
    last = chunk.at(-1) ?? last;
  }
  expectEqual(file, 'sha256', hash.digest('hex'), file.sha256);
  if (last !== LINE_FEED) throw new BatchRefused(`${file.key} does not end in a line feed: it is cut off`);
  // The first line is the header.
  expectEqual(file, 'rows', lines - 1, file.rows);
}

const LINE_FEED = 10;

function lineFeeds(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

function expectEqual(
  { key }: ManifestFile,
  name: string,
  was: number | string,
  expected: number | string,
): void {
  if (was !== expected)
    throw new BatchRefused(
      `${key}: ${name} was ${was}, its manifest says ${expected}: export the batch anew`,
    );
}
