/**
 * 600 orders at 5 a second are two minutes of market: a model within seconds. The synthetic market has one seed. So few
 * orders are no evidence, and every candidate is promoted.
 */
export const SMALL = [
  '--batch-size',
  '600',
  '--lags',
  '20',
  '--set',
  'tuning.maxJobs=4',
  '--set',
  'promotion.minSupport=1',
  '--set',
  'promotion.minRecall=0',
  '--set',
  'promotion.margin=1',
  '--set',
  'promotion.logLossMargin=null',
] as const;
