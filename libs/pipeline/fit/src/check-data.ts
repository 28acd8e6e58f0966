import type { Dataset } from './dataset.ts';
import { positivesOf } from './dataset.ts';
import type { FitRequest } from './fit-request.ts';
import { UnusableData } from './unusable-data.ts';

function checkLabels(channel: string, { labels }: Dataset): void {
  const row = labels.findIndex((label) => label !== 0 && label !== 1);
  if (row < 0) return;
  throw new UnusableData(
    `label of row ${row} of ${channel} was ${labels[row]}; a binary classifier takes 0 or 1`,
  );
}

function checkChannel(channel: string, data: Dataset, featureDim: number): void {
  if (data.featureDim !== featureDim) {
    throw new UnusableData(`${channel} had ${data.featureDim} features a row, expected ${featureDim}`);
  }
  if (data.rows === 0) throw new UnusableData(`${channel} had no rows`);
  checkLabels(channel, data);
}

/** @throws UnusableData for wrong widths, labels other than 0 and 1, too few rows, or weights that need both classes */
export function checkData({ hyperparameters, train, validation, test }: FitRequest): void {
  const featureDim = hyperparameters.featureDim === 'auto' ? train.featureDim : hyperparameters.featureDim;
  checkChannel('train', train, featureDim);
  if (validation !== undefined) checkChannel('validation', validation, featureDim);
  if (test !== undefined) checkChannel('test', test, featureDim);
  const { miniBatchSize, positiveExampleWeightMult: weight } = hyperparameters;
  if (train.rows < miniBatchSize) {
    throw new UnusableData(`train had ${train.rows} rows, fewer than one mini-batch of ${miniBatchSize}`);
  }
  const positives = positivesOf(train);
  if (typeof weight === 'string' && (positives === 0 || positives === train.rows)) {
    throw new UnusableData(
      `positive_example_weight_mult was "${weight}", but all ${train.rows} rows of train are of one class`,
    );
  }
}
