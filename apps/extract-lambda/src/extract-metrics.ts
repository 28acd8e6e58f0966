import type { MetricsOf } from '@moving-ground/logging';

/** How much each extraction kept, and how much it had to leave out. */
export const extractMetrics: MetricsOf = (fields, message) => {
  if (message !== 'dataset written') return undefined;
  const { rowsInAll, droppedInAll, purgedInAll, tookMs } = fields;
  return {
    DatasetRows: Number(rowsInAll),
    DroppedTransactions: Number(droppedInAll),
    PurgedTransactions: Number(purgedInAll),
    ExtractSeconds: Number(tookMs) / 1000,
  };
};
