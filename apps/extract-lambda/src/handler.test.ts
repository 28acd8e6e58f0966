import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import { getJson, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { InvalidSettings } from '@moving-ground/configuration';
import { extractByArguments } from '@moving-ground/extract';
import { decodeRecords } from '@moving-ground/formats';
import { objectKeys, renderExtractArguments, type DatasetReport } from '@moving-ground/run';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExtractEffects } from './extract-effects.ts';
import { extract } from './handler.ts';
import { readSettings } from './settings.ts';
import { bucket, stageWindow, told } from './staged-window.fixture.ts';

const given = renderExtractArguments(told);
const reportKey = objectKeys.datasetReport(told.batchId);

let folder: string;
let storage: ObjectStorage;
let warnings: object[];
let effects: ExtractEffects;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-extract-'));
  storage = createInMemoryStorage();
  warnings = [];
  const log = { info: () => undefined, warn: (fields: object) => void warnings.push(fields) };
  effects = { storage, folder, log, now: () => 1000 };
  await stageWindow(storage);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function datasetKeys(): Promise<string[]> {
  const stored = await Array.fromAsync(storage.list(bucket, objectKeys.dataset(told.batchId)));
  return stored.map(({ key }) => key);
}

/** What the engine makes of the same objects, read whole; the local Glue's thread and the Spark job are held to it too. */
async function byEngine(): Promise<{ report: DatasetReport; files: ReadonlyMap<string, Buffer> }> {
  const files = new Map<string, Buffer>();
  async function* whole(key: string): AsyncGenerator<Uint8Array> {
    yield (await storage.get(bucket, key))?.body ?? new Uint8Array();
  }
  const report = await extractByArguments(
    told,
    (batch) => ({
      transactions: () => whole(objectKeys.transactions(batch)),
      prices: () => whole(objectKeys.prices(batch)),
    }),
    async (part, index, bytes) => {
      const chunks = (await Array.fromAsync(bytes, (chunk) => chunk.slice())) as Uint8Array[];
      files.set(objectKeys.datasetFile(told.batchId, part, index), Buffer.concat(chunks));
    },
    async (bytes) => {
      files.set(objectKeys.testOutcomes(told.batchId), Buffer.concat(await Array.fromAsync(bytes)));
    },
  );
  return { report, files };
}

/** Storage whose streams of prices break off after their first bytes, so many times. */
function breaking(times: number): ObjectStorage {
  let left = times;
  async function* broken(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      yield chunk;
      throw new Error('aborted');
    }
  }
  return {
    ...storage,
    getStream: async (...place) => {
      const bytes = await storage.getStream(...place);
      return bytes && place[1].endsWith('prices.csv') && left-- > 0 ? broken(bytes) : bytes;
    },
  };
}

describe('extract', () => {
  it("writes the engine's bytes for the whole window, the report last, and answers the rows", async () => {
    const order: string[] = [];
    const noting: ObjectStorage = {
      ...storage,
      put: (...words) => (order.push(words[1]), storage.put(...words)),
      putStream: (...words) => (order.push(words[1]), storage.putStream(...words)),
    };
    const answer = await extract(given, undefined, { ...effects, storage: noting });
    const { report, files } = await byEngine();
    expect(order).toEqual([...files.keys(), reportKey]);
    for (const [key, bytes] of files)
      expect(bytes.equals((await storage.get(bucket, key))?.body ?? new Uint8Array()), key).toBe(true);
    expect((await getJson(storage, { bucket, key: reportKey }))?.value).toEqual(report);
    const { train, validation, test } = report.parts;
    expect(answer).toEqual({
      reportKey,
      rows: { train: train.rows, validation: validation.rows, test: test.rows },
    });
    expect(report).toMatchObject({ transactions: 180, batches: told.windowBatches });
    expect(train.files.length).toBeGreaterThan(1);
    const first = files.get(objectKeys.datasetFile(told.batchId, 'train', 0));
    expect(decodeRecords(Uint8Array.from(first ?? []), 'train').rows).toBe(50);
  });

  it('leaves nothing of an earlier attempt, and writes the same once more', async () => {
    await storage.put(bucket, objectKeys.datasetFile(told.batchId, 'train', 9), 'old');
    await storage.put(bucket, reportKey, '{"batchId":"old"}');
    await extract(given, undefined, effects);
    const keys = await datasetKeys();
    expect(keys).not.toContain(objectKeys.datasetFile(told.batchId, 'train', 9));
    const bytes = await Promise.all(keys.map((key) => storage.get(bucket, key)));
    await extract(given, undefined, effects);
    expect(await datasetKeys()).toEqual(keys);
    expect(await Promise.all(keys.map((key) => storage.get(bucket, key)))).toEqual(bytes);
  });

  it('has a whole dataset beside its report while another try of the run is in the middle of it', async () => {
    const midway = Promise.withResolvers<undefined>();
    const firstEnded = Promise.withResolvers<undefined>();
    let second: Promise<unknown> = Promise.resolve();
    const slow: ObjectStorage = {
      ...storage,
      putStream: async () => {
        midway.resolve(undefined);
        await firstEnded.promise;
        throw new Error('out of time');
      },
    };
    const first: ObjectStorage = {
      ...storage,
      putStream: async (...words) => {
        await storage.putStream(...words);
        if (!words[1].includes('/test/')) return;
        second = extract(given, undefined, { ...effects, storage: slow }).catch(() => undefined);
        await midway.promise;
      },
    };
    await extract(given, undefined, { ...effects, storage: first });
    const { files } = await byEngine();
    expect(await datasetKeys()).toEqual([reportKey, ...files.keys()].sort());
    firstEnded.resolve(undefined);
    await second;
    expect(await datasetKeys()).toEqual([reportKey, ...files.keys()].sort());
  });

  it('fetches a file again whose connection broke, three times in all', async () => {
    await extract(given, undefined, { ...effects, storage: breaking(2) });
    expect(warnings).toHaveLength(2);
    expect((await getJson(storage, { bucket, key: reportKey }))?.value).toEqual((await byEngine()).report);
    await storage.delete(bucket, reportKey);
    const given3 = extract(given, undefined, { ...effects, storage: breaking(3) });
    await expect(given3).rejects.toThrow('aborted');
  });

  it('keeps nothing on its disk, however it ends', async () => {
    await extract(given, undefined, effects);
    await storage.put(bucket, objectKeys.prices(told.batchId), 'no,prices\n1,2\n');
    await expect(extract(given, undefined, effects)).rejects.toThrow('prices.csv');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has no report of a batch that it could not read, not even an earlier one', async () => {
    await extract(given, undefined, effects);
    await storage.put(bucket, objectKeys.prices(told.batchId), 'no,prices\n1,2\n');
    await expect(extract(given, undefined, effects)).rejects.toMatchObject({ name: 'CsvError' });
    expect(await storage.get(bucket, reportKey)).toBeUndefined();
  });

  it('names the object that is not there, and leaves an earlier dataset alone', async () => {
    await extract(given, undefined, effects);
    await storage.delete(bucket, objectKeys.transactions(told.batchId));
    const missing = extract(given, undefined, effects);
    await expect(missing).rejects.toMatchObject({ name: 'StagingMissing' });
    await expect(missing).rejects.toThrow(
      `s3://ground/${objectKeys.transactions(told.batchId)} is not there`,
    );
    expect(await storage.get(bucket, reportKey)).toBeDefined();
  });

  it('refuses an argument that cannot be, quoting it', async () => {
    const wrong = extract({ ...given, '--seed': 'x' }, undefined, effects);
    await expect(wrong).rejects.toThrow('--seed was "x"');
  });
});

describe('settings', () => {
  it('are one, and leave the variables of every function alone', () => {
    expect(readSettings({ HOME: '/' })).toEqual({ logLevel: 'info' });
    const all = { GROUND_LOG_LEVEL: 'warn', GROUND_BUCKET: 'ground', GROUND_CONFIGURATION: '{}' };
    expect(readSettings(all)).toEqual({ logLevel: 'warn' });
  });

  it('refuse a value that cannot be and a name that nobody knows', () => {
    expect(() => readSettings({ GROUND_LOG_LEVEL: 'loud' })).toThrow(InvalidSettings);
    expect(() => readSettings({ GROUND_LOG_LEVEL: 'loud' })).toThrow('GROUND_LOG_LEVEL was "loud"');
    expect(() => readSettings({ GROUND_LOG_LEVL: 'warn' })).toThrow('GROUND_LOG_LEVEL?');
  });
});
