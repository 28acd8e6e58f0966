import type { ConfigurationSections, PresetName } from './configuration.ts';

const base: ConfigurationSections = {
  instrument: { epic: 'CS.D.BITCOIN.CFD.IP', name: 'Bitcoin' },
  bot: {
    ordersPerSecond: 5,
    takeProfit: 10,
    stopLoss: 10,
    barrierUnit: 'points',
    maxHoldingSeconds: 3600,
    exitPrice: 'offer',
    widestSpread: null,
  },
  batch: { size: 10_000 },
  window: { batches: 6 },
  features: {
    resolutions: [{ lags: 600, stepSeconds: 1 }],
    lagOrder: 'newest-first',
    priceOfSecond: 'last',
    maxGapSeconds: 60,
  },
  extraction: { glueFromTransactions: 250_000, localGlue: 'typescript' },
  split: { train: 0.7, validation: 0.15, test: 0.15, seed: 1 },
  tuning: {
    objective: 'validation:precision',
    maxJobs: 10,
    maxParallelJobs: 2,
    epochs: 15,
    targetRecall: 0.25,
    seed: 1,
  },
  promotion: {
    policy: 'gate',
    minRecall: 0.05,
    minSupport: 20,
    confidence: 0.95,
    coverage: 0.2,
    margin: 0.1,
    logLossMargin: 0.05,
  },
  refresh: { order: 'newest', minMinutesBetweenRefreshes: 0, maxRefreshesPerDay: 0, leaseMinutes: 120 },
  endpoint: { name: 'moving-ground', instanceType: 'ml.t2.medium', instanceCount: 1, serverless: null },
  retention: { runs: 10 },
};

/**
 * `article` is the article to the letter: one batch a model, no last moment for an order, always Glue, the test part as
 * objective; and its implementation's rows, by which results can be compared: the mean of each second, oldest first.
 */
export const PRESETS: Readonly<Record<PresetName, ConfigurationSections>> = {
  default: base,
  article: {
    ...base,
    bot: { ...base.bot, maxHoldingSeconds: null },
    window: { batches: 1 },
    features: { ...base.features, lagOrder: 'oldest-first', priceOfSecond: 'mean' },
    extraction: { ...base.extraction, glueFromTransactions: 0 },
    tuning: { ...base.tuning, objective: 'test:precision' },
    promotion: { ...base.promotion, policy: 'objective-best' },
  },
};
