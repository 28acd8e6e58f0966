import type { DatasetReport, PartReport } from './dataset-report.ts';
import { DATASET_PARTS, type DatasetPart } from './object-keys.ts';

/**
 * Why nothing can be learned from the datasets, or undefined when something can.
 * @param smallestMiniBatch the training drops a partial mini-batch, so fewer train rows are none at all
 */
export function datasetVerdict(report: DatasetReport, smallestMiniBatch: number): string | undefined {
  for (const part of DATASET_PARTS) {
    const reason = oneClass(part, report.parts[part]);
    if (reason) return reason;
  }
  const { rows } = report.parts.train;
  if (rows < smallestMiniBatch)
    return `the train part has ${rows} rows, the smallest mini-batch ${smallestMiniBatch}`;
  return undefined;
}

function oneClass(name: DatasetPart, { rows, positives, purged }: PartReport): string | undefined {
  const afterPurge = purged ? ` after ${purged} were purged` : '';
  if (rows === 0) return `the ${name} part has no rows${afterPurge}`;
  if (positives === 0) return `the ${name} part has ${rows} rows${afterPurge}, all of them losses`;
  if (positives === rows) return `the ${name} part has ${rows} rows${afterPurge}, all of them profits`;
  return undefined;
}
