import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { extractByArguments, replaceDataset } from '@moving-ground/extract';
import { objectKeys, type DatasetReport, type ExtractArguments } from '@moving-ground/run';
import { write } from './window-folder.ts';

/** The window staged in a folder -> its dataset in the same folder. */
export function extractInTypeScript(folder: string, args: ExtractArguments): Promise<DatasetReport> {
  const objects = {
    keys: () => Promise.resolve([]),
    remove: (key: string) => Promise.resolve(rmSync(join(folder, key), { force: true })),
    write: (key: string, bytes: AsyncIterable<Uint8Array>) => write(folder, key, bytes),
    writeJson: (key: string, value: unknown) =>
      write(folder, key, [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)]),
  };
  return replaceDataset(objects, args.batchId, (part, outcomes) =>
    extractByArguments(
      args,
      (batch) => ({
        transactions: () => createReadStream(join(folder, objectKeys.transactions(batch))),
        prices: () => createReadStream(join(folder, objectKeys.prices(batch))),
      }),
      part,
      outcomes,
    ),
  );
}
