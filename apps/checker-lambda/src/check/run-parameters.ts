import { featureSchemaOf } from '@moving-ground/feature-schema';
import {
  objectKeys,
  renderExtractArguments,
  runIdOf,
  type Manifest,
  type RunInput,
  type RunParameters,
} from '@moving-ground/run';
import type { CheckerEffects } from '../checker-effects.ts';

/** 605 float32 features and a label are about 2.4 kB, so a file of a part stays near 125 MB. */
const ROWS_PER_FILE = 50_000;

/** @param window oldest first, ending with the run's own batch */
export function runParameters(
  { batchId, attempt }: RunInput,
  window: readonly Manifest[],
  { bucket, configuration, pollSeconds }: CheckerEffects['settings'],
): RunParameters {
  const { features, split, endpoint, extraction } = configuration;
  const windowBatches = window.map((manifest) => manifest.batchId);
  const transactions = window.reduce((sum, manifest) => sum + manifest.transactions.rows, 0);
  return {
    runId: runIdOf(batchId, attempt),
    batchId,
    attempt,
    bucket,
    windowBatches,
    transactions,
    extraction: transactions >= extraction.glueFromTransactions ? 'glue' : 'lambda',
    extractArguments: renderExtractArguments({
      bucket,
      batchId,
      windowBatches,
      schema: JSON.stringify(featureSchemaOf(features)),
      split: { train: split.train, validation: split.validation, test: split.test },
      seed: split.seed,
      rowsPerFile: ROWS_PER_FILE,
    }),
    datasetPrefix: objectKeys.dataset(batchId),
    endpointName: endpoint.name,
    lastCloseMs: Math.max(...window.map(({ span }) => span.lastCloseMs)),
    pollSeconds,
  };
}
