import type { Configuration } from '@moving-ground/configuration';
import { featureSchemaOf, PRICE_COLUMNS, type FeatureSchema } from '@moving-ground/feature-schema';
import type { Dataset } from '@moving-ground/fit';
import { fitRidgeLogistic, ridgeScores, WindowAggregates } from '@moving-ground/judge';
import { datasetVerdict } from '@moving-ground/run';
import { smallestMiniBatch, tuningConfigOf } from '@moving-ground/tuning-config';
import { extractWindow, type Datasets, type StagedBatch } from './extract-window.ts';
import { tune, type Parts } from './tune.ts';
import type { AggregatesModel, TunedWindow } from './tuned-window.ts';

export type WindowTask = {
  /** Oldest first; the last is the run's own. */
  readonly batches: readonly StagedBatch[];
  readonly configuration: Configuration;
  /** Whether baselines are fitted beside the tuning. */
  readonly baselines: boolean;
  /** Share of its train rows that the baseline on aggregates flags. */
  readonly coverage: number;
};

/** One run of production up to its candidates: extraction, check, tuning; then the baselines on the same rows. */
export async function tuneWindow(task: WindowTask): Promise<TunedWindow> {
  const { configuration, baselines, coverage } = task;
  const schema = featureSchemaOf(configuration.features);
  const config = tuningConfigOf(configuration.tuning);
  const datasets = await extractWindow(task.batches, schema, configuration);
  const insufficient = datasetVerdict(datasets.report, smallestMiniBatch(config));
  const parts = wholeParts(datasets);
  const nothing = { candidates: [], lagsAlone: [], aggregates: undefined };
  if (insufficient !== undefined || !parts) return { report: datasets.report, insufficient, ...nothing };
  return {
    report: datasets.report,
    insufficient,
    candidates: tune(parts, config),
    lagsAlone: baselines ? tune(lagsOf(parts), config) : [],
    aggregates: baselines ? fitAggregates(parts.train, schema, coverage) : undefined,
  };
}

function wholeParts({ parts: { train, validation, test } }: Datasets): Parts | undefined {
  return train && validation && test && { train, validation, test };
}

function lagsOf({ train, validation, test }: Parts): Parts {
  return { train: withoutPrices(train), validation: withoutPrices(validation), test: withoutPrices(test) };
}

/** The rows without the price columns, which come first. */
export function withoutPrices<T extends Pick<Dataset, 'featureDim' | 'features'>>(data: T): T {
  const width = data.featureDim;
  const lags = width - PRICE_COLUMNS.length;
  const rows = data.features.length / width;
  const features = new Float32Array(rows * lags);
  for (let row = 0; row < rows; row++)
    features.set(data.features.subarray(row * width + PRICE_COLUMNS.length, (row + 1) * width), row * lags);
  return { ...data, featureDim: lags, features };
}

function fitAggregates(train: Dataset, schema: FeatureSchema, coverage: number): AggregatesModel {
  const aggregates = new WindowAggregates(schema);
  const values = aggregates.of(train);
  const model = fitRidgeLogistic({ values, columns: aggregates.count, labels: train.labels });
  const scores = ridgeScores(model, values).sort();
  const place = Math.min(scores.length - 1, Math.floor((1 - coverage) * scores.length));
  return { ...model, threshold: scores[place] as number };
}
