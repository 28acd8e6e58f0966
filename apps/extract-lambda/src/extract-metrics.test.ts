import { describe, expect, it } from 'vitest';
import { extractMetrics } from './extract-metrics.ts';

describe('the metrics of an extraction', () => {
  it('are those of the written dataset, and of no other line', () => {
    const fields = { batchId: 'b', rowsInAll: 9000, droppedInAll: 700, purgedInAll: 300, tookMs: 1500 };
    expect(extractMetrics(fields, 'dataset written')).toEqual({
      DatasetRows: 9000,
      DroppedTransactions: 700,
      PurgedTransactions: 300,
      ExtractSeconds: 1.5,
    });
    expect(extractMetrics(fields, 'window fetched')).toBeUndefined();
  });
});
