import { isBatchId, type BatchId } from './batch-id.ts';
import { parseRunId, type RunId } from './run-id.ts';

export const DATASET_PARTS = ['train', 'validation', 'test'] as const;

export type DatasetPart = (typeof DATASET_PARTS)[number];

/** Every object of a run has its key from here, and nowhere else. */
export const objectKeys = {
  staging: 'staging/',
  transactions: (batch: BatchId) => `staging/${batch}/transactions.csv`,
  prices: (batch: BatchId) => `staging/${batch}/prices.csv`,
  manifest: (batch: BatchId) => `staging/${batch}/manifest.json`,
  dataset: (batch: BatchId) => `datasets/${batch}/`,
  datasetPart: (batch: BatchId, part: DatasetPart) => `datasets/${batch}/${part}/`,
  datasetFile: (batch: BatchId, part: DatasetPart, index: number) =>
    `datasets/${batch}/${part}/part-${String(index).padStart(5, '0')}.rec`,
  /** What became of the orders behind the test part's rows, in their order. Not below the part: all there is trained on. */
  testOutcomes: (batch: BatchId) => `datasets/${batch}/test-outcomes.csv`,
  datasetReport: (batch: BatchId) => `datasets/${batch}/report.json`,
  models: (run: RunId) => `models/${run}/`,
  champion: 'models/champion.json',
  /** What is known of the models that served, as `backtest skill --publish` found it last. */
  skill: 'models/skill.json',
  lease: (endpointName: string) => `leases/${endpointName}.json`,
  runs: (batch: BatchId) => `runs/${batch}/`,
  runStarted: (run: RunId) => `runs/${parseRunId(run).batchId}/${parseRunId(run).attempt}/started.json`,
  runDecision: (run: RunId) => `runs/${parseRunId(run).batchId}/${parseRunId(run).attempt}/decision.json`,
  /** What challenger and champion said of each row of the test part: the decision can be worked out again from it. */
  runTestScores: (run: RunId) =>
    `runs/${parseRunId(run).batchId}/${parseRunId(run).attempt}/test-scores.csv.gz`,
  /** The champion as this run made it: where there is none, the run never was champion. */
  runChampion: (run: RunId) => `runs/${parseRunId(run).batchId}/${parseRunId(run).attempt}/champion.json`,
  runRollback: (run: RunId, atMs: number) =>
    `runs/${parseRunId(run).batchId}/${parseRunId(run).attempt}/rollback-${atMs}.json`,
  runOutcome: (run: RunId) => `runs/${parseRunId(run).batchId}/${parseRunId(run).attempt}/outcome.json`,
} as const;

/** The batch whose manifest this key is, or undefined for any other key. The whole key is matched, never a prefix. */
export function batchOfManifestKey(key: string): BatchId | undefined {
  const match = /^staging\/([^/]{24})\/manifest\.json$/.exec(key);
  return match?.[1] !== undefined && isBatchId(match[1]) ? match[1] : undefined;
}
