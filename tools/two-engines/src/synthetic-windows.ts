import {
  anyScenario,
  batchFiles,
  batchIdAt,
  tickAt,
  transactionOn,
  type BatchContent,
} from '@moving-ground/extract/fixtures';
import { featureSchemaOf, schemaDocument, type FeatureSchema } from '@moving-ground/feature-schema';
import fc from 'fast-check';
import type { SparkWindow } from './extract-on-spark.ts';
import { freshFolder, stageWindow } from './window-folder.ts';

type Cut = {
  readonly seed: number;
  readonly rowsPerFile: number;
  readonly partitions: number;
  readonly leastPieceMs: number;
};

const anyWindow = fc.record({
  scenario: anyScenario,
  seed: fc.nat({ max: 1000 }),
  rowsPerFile: fc.integer({ min: 10, max: 40 }),
  partitions: fc.constantFrom(1, 3),
  leastPieceMs: fc.constantFrom(1000, 30_000, 3_600_000),
});

/** Windows with ties, silences, repeated orders and overlapping batches, staged; the same for the same seed. */
export async function syntheticWindows(count: number, seed: number): Promise<SparkWindow[]> {
  const windows = fc.sample(anyWindow, { numRuns: count, seed });
  return Promise.all(windows.map(({ scenario, ...cut }) => staged(scenario.schema, scenario.batches, cut)));
}

/** A market in which nothing moves: every row is another one's duplicate, and no column varies. */
export function steadyWindow(partitions: number): Promise<SparkWindow> {
  const ticks = Array.from({ length: 200 }, (_, second) => tickAt(1000 * second, 6500, 6501));
  const transactions = ticks
    .slice(20)
    .map((tick, i) => transactionOn(tick, { heldMs: 3000, profit: i % 3 === 0 }));
  const resolutions = [
    { lags: 10, stepSeconds: 1 },
    { lags: 3, stepSeconds: 4 },
  ];
  const schema = featureSchemaOf({ resolutions, lagOrder: 'oldest-first', maxGapSeconds: 5 });
  return staged(schema, [{ ticks, transactions }], {
    seed: 1,
    rowsPerFile: 30,
    partitions,
    leastPieceMs: 60_000,
  });
}

async function staged(
  schema: FeatureSchema,
  batches: readonly BatchContent[],
  { partitions, leastPieceMs, ...more }: Cut,
): Promise<SparkWindow> {
  const folder = freshFolder();
  await stageWindow(
    folder,
    batches.map((batch, index) => batchFiles(index, batch)),
  );
  const args = {
    bucket: 'ground',
    batchId: batchIdAt(batches.length - 1),
    windowBatches: batches.map((_, index) => batchIdAt(index)),
    schema: schemaDocument(schema),
    split: { train: 0.7, validation: 0.15, test: 0.15 },
    ...more,
  };
  return { folder, args, partitions, leastPieceMs };
}
