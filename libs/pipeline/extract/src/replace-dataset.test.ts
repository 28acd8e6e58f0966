import type { DatasetReport } from '@moving-ground/run';
import { describe, expect, it } from 'vitest';
import { replaceDataset, type DatasetObjects } from './replace-dataset.ts';

const BATCH = '20260105t101500-0f3a9c21';
const AT = `datasets/${BATCH}`;
const report = { batchId: BATCH } as DatasetReport;

async function* bytes(...values: number[]): AsyncGenerator<Uint8Array> {
  for (const value of values) yield await Promise.resolve(Uint8Array.of(value));
}

function bucketWith(...keys: readonly string[]) {
  const held = new Map<string, unknown>(keys.map((key) => [key, 'old']));
  const log: string[] = [];
  const objects: DatasetObjects = {
    keys: async (prefix) => [...held.keys()].filter((key) => key.startsWith(prefix)),
    remove: async (key) => {
      log.push(`remove ${key}`);
      held.delete(key);
    },
    write: async (key, chunks) => {
      log.push(`write ${key}`);
      held.set(
        key,
        (await Array.fromAsync(chunks)).map(([byte]) => byte),
      );
    },
    writeJson: async (key, value) => {
      log.push(`write ${key}`);
      held.set(key, value);
    },
  };
  return { objects, held, log };
}

describe('a dataset', () => {
  it('takes the place of an earlier one: old report first, new report last, no file too many', async () => {
    const stale = `${AT}/train/part-00001.rec`;
    const other = 'datasets/20260105t101500-0f3a9c22/report.json';
    const { objects, held, log } = bucketWith(
      `${AT}/report.json`,
      `${AT}/train/part-00000.rec`,
      stale,
      other,
    );
    await replaceDataset(objects, BATCH, async (write) => {
      await write('train', 0, bytes(1, 2));
      await write('test', 0, bytes(3));
      return report;
    });
    expect(log).toEqual([
      `remove ${AT}/report.json`,
      `write ${AT}/train/part-00000.rec`,
      `write ${AT}/test/part-00000.rec`,
      `remove ${stale}`,
      `write ${AT}/report.json`,
    ]);
    expect(Object.fromEntries(held)).toEqual({
      [`${AT}/train/part-00000.rec`]: [1, 2],
      [`${AT}/test/part-00000.rec`]: [3],
      [`${AT}/report.json`]: report,
      [other]: 'old',
    });
  });

  it('that cannot be made has no report, not even an earlier one', async () => {
    const { objects, held } = bucketWith(`${AT}/report.json`);
    const failing = replaceDataset(objects, BATCH, () => Promise.reject(new Error('line 7')));
    await expect(failing).rejects.toThrow('line 7');
    expect([...held.keys()]).toEqual([]);
  });
});
