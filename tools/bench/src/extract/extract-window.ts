import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { featureSchemaOf, schemaDocument } from '@moving-ground/feature-schema';
import { parseConfiguration } from '@moving-ground/configuration';
import { objectKeys, parseBatchId, renderExtractArguments } from '@moving-ground/run';
import { writeMarketFiles, type MarketSize } from './market-files.ts';

export const BATCH = parseBatchId('20260105t120000-0f3a9c21');

const { features, split } = parseConfiguration({}, 'the bench');

export const ARGUMENTS = renderExtractArguments({
  bucket: 'bench',
  batchId: BATCH,
  windowBatches: [BATCH],
  schema: schemaDocument(featureSchemaOf(features)),
  split: { train: split.train, validation: split.validation, test: split.test },
  seed: 1,
  rowsPerFile: 50_000,
});

/** A folder in the place of a bucket, with one batch staged. */
export function stageMarket(folder: string, size: MarketSize): void {
  mkdirSync(join(folder, `staging/${BATCH}`), { recursive: true });
  writeMarketFiles(size, {
    transactions: join(folder, objectKeys.transactions(BATCH)),
    prices: join(folder, objectKeys.prices(BATCH)),
  });
}
