import { cpSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFeatureSchema } from '@moving-ground/feature-schema';
import type { DatasetReport } from '@moving-ground/run';
import { extractInTypeScript } from './extract-in-typescript.ts';
import { extractOnSpark, type SparkWindow } from './extract-on-spark.ts';
import { hasQuotes, recordedWindow } from './recorded-window.ts';
import { sparkEnvironment } from './spark-environment.ts';
import { steadyWindow, syntheticWindows } from './synthetic-windows.ts';
import { datasetOf, freshFolder } from './window-folder.ts';

const { python, missing } = await sparkEnvironment();
const SEED = 20261123;

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The window once more, with only what is staged. */
function copyOf(window: SparkWindow): SparkWindow {
  const folder = freshFolder();
  cpSync(window.folder, folder, { recursive: true });
  return { ...window, folder };
}

/** Extracts each window by both engines; answers the TypeScript engine's reports. */
async function expectSameBytes(windows: readonly SparkWindow[]): Promise<DatasetReport[]> {
  const copies = windows.map(copyOf);
  folders.push(...[...windows, ...copies].map(({ folder }) => folder));
  await extractOnSpark(python ?? '', copies);
  const reports: DatasetReport[] = [];
  for (const [at, { folder, args, partitions, leastPieceMs }] of windows.entries()) {
    reports.push(await extractInTypeScript(folder, args));
    const where = `window ${at} of seed ${SEED}, ${partitions} partitions, pieces of ${leastPieceMs} ms`;
    const [ours, onSpark] = [folder, copies[at]!.folder].map((root) => datasetOf(root, args.batchId));
    expect([...onSpark!.keys()], where).toEqual([...ours!.keys()]);
    for (const [key, bytes] of ours!) expect(onSpark!.get(key)?.equals(bytes), `${where}: ${key}`).toBe(true);
  }
  return reports;
}

const sum = (reports: readonly DatasetReport[], of: (report: DatasetReport) => number): number =>
  reports.reduce((total, report) => total + of(report), 0);

describe(`the Spark job${missing ? ` (${missing})` : ''} and the TypeScript engine write the same bytes`, () => {
  it.skipIf(missing)(
    'for silences, ties, repeated orders, overlapping batches and several resolutions',
    { timeout: 900_000 },
    async () => {
      const windows = await syntheticWindows(7, SEED);
      const reports = await expectSameBytes(windows);
      // What the windows are for is in them.
      const means = windows.filter(({ args }) => parseFeatureSchema(args.schema).priceOfSecond === 'mean');
      expect(means.length).toBeGreaterThan(1);
      expect(means.length).toBeLessThan(6);
      expect(sum(reports, ({ dropped }) => dropped.repeated)).toBeGreaterThan(0);
      expect(sum(reports, ({ dropped }) => dropped.gap)).toBeGreaterThan(0);
      expect(sum(reports, ({ dropped }) => dropped.shortHistory)).toBeGreaterThan(0);
      expect(sum(reports, ({ gaps }) => gaps.count)).toBeGreaterThan(0);
      expect(sum(reports, ({ parts }) => parts.train.purged)).toBeGreaterThan(0);
      expect(Math.max(...reports.map(({ batches }) => batches.length))).toBeGreaterThan(2);
    },
  );

  it.skipIf(missing)(
    'for duplicates and constant columns, whatever the partitions',
    { timeout: 900_000 },
    async () => {
      const reports = await expectSameBytes([await steadyWindow(1), await steadyWindow(17)]);
      expect(reports[0]?.exactDuplicates).toBeGreaterThan(100);
      expect(reports[0]?.constantColumns).toHaveLength(18);
    },
  );

  it.skipIf(missing ?? !hasQuotes)(
    "for two batches of recorded gold, in the default's rows and in the article's",
    { timeout: 900_000 },
    async () => {
      const reports = await expectSameBytes([
        await recordedWindow('default', 2),
        await recordedWindow('article', 2),
      ]);
      for (const report of reports) {
        expect(report).toMatchObject({ transactions: 3000, featureDim: 605 });
        expect(report.parts.train.rows).toBeGreaterThan(1000);
      }
      expect(reports[0]?.schemaHash).not.toBe(reports[1]?.schemaHash);
    },
  );
});
