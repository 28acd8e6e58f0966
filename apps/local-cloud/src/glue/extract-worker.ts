import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { extractByArguments } from '@moving-ground/extract';
import type { ExtractedFile, ExtractWork } from './extract-in-worker.ts';

const { args, staged, folder } = workerData as ExtractWork;
const files: ExtractedFile[] = [];
const outcomes = join(folder, 'test-outcomes.csv');
const report = await extractByArguments(
  args,
  (batch) => ({
    transactions: () => chunksOf(staged[batch]?.transactions ?? ''),
    prices: () => chunksOf(staged[batch]?.prices ?? ''),
  }),
  async (part, index, bytes) => {
    const path = join(folder, `${part}-${index}.rec`);
    await pipeline(bytes, createWriteStream(path));
    files.push({ part, index, path });
  },
  (bytes) => pipeline(bytes, createWriteStream(outcomes)),
);
parentPort?.postMessage({ answer: { report, files, outcomes } });

/** Plain views: a Buffer's slices would share its memory. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const { buffer, byteOffset, length } of createReadStream(path) as AsyncIterable<Buffer>)
    yield new Uint8Array(buffer, byteOffset, length);
}
