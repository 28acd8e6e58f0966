import { createReadStream, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { extractByArguments } from '@moving-ground/extract';
import { objectKeys, parseExtractArguments, type BatchId } from '@moving-ground/run';

/** Stands where the Spark job stands: told on its command line what Glue tells, and a root, it writes files. */
const words = process.argv.slice(2);
const given = Object.fromEntries(
  words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? '']] : [])),
);
const root = fileURLToPath(given['--root'] ?? '');
const args = parseExtractArguments(given);

async function* chunksOf(key: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(join(root, key)) as AsyncIterable<Buffer>)
    yield new Uint8Array(chunk);
}

function placeOf(key: string): string {
  mkdirSync(dirname(join(root, key)), { recursive: true });
  return join(root, key);
}

if (given['--JOB_NAME'] !== 'moving-ground-extract') throw new Error('no --JOB_NAME');
if (args.seed === 13) setInterval(() => undefined, 1000);
else {
  const report = await extractByArguments(
    args,
    (batch: BatchId) => ({
      transactions: () => chunksOf(objectKeys.transactions(batch)),
      prices: () => chunksOf(objectKeys.prices(batch)),
    }),
    (part, index, bytes) =>
      pipeline(bytes, createWriteStream(placeOf(objectKeys.datasetFile(args.batchId, part, index)))),
    (bytes) => pipeline(bytes, createWriteStream(placeOf(objectKeys.testOutcomes(args.batchId)))),
  );
  writeFileSync(placeOf(objectKeys.datasetReport(args.batchId)), JSON.stringify(report));
}
