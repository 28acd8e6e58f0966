import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BatchFiles } from '@moving-ground/extract';
import { objectKeys, type BatchId } from '@moving-ground/run';

export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ground-two-engines-'));
}

/** The staged files of a window under their keys. */
export async function stageWindow(folder: string, batches: readonly BatchFiles[]): Promise<void> {
  for (const { batchId, transactions, prices } of batches) {
    await write(folder, objectKeys.transactions(batchId), transactions());
    await write(folder, objectKeys.prices(batchId), prices());
  }
}

/** Every file of the dataset by its key: that two engines write the same is that these are equal. */
export function datasetOf(folder: string, batchId: BatchId): ReadonlyMap<string, Buffer> {
  const root = objectKeys.dataset(batchId);
  const names = readdirSync(join(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return new Map(names.map((name) => [name.slice(folder.length + 1), readFileSync(name)]));
}

export async function write(
  folder: string,
  key: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = join(folder, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, Buffer.concat(await Array.fromAsync(pieces, (piece) => piece.slice())));
}
