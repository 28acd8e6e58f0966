import { buildBatch, type Batch } from '@moving-ground/export';
import type { StoredTick } from '@moving-ground/market';
import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { Configuration } from '@moving-ground/configuration';
import type { DealtBatch } from './deal-batches.ts';

/** The batch as the streamer would have staged it: the same bytes, the same id. */
export function exportedBatch(
  { transactions, ticks }: DealtBatch,
  { bot, instrument }: Pick<Configuration, 'bot' | 'instrument'>,
  schema: FeatureSchema,
): Promise<Batch> {
  return buildBatch({
    transactions,
    ticks: inOneGroup(ticks),
    // Told in the manifest only, which nobody reads here.
    ordersStillOpen: 0,
    instrument: instrument.epic,
    schemaVersion: schema.version,
    exitPrice: bot.exitPrice,
  });
}

async function* inOneGroup(ticks: readonly StoredTick[]): AsyncGenerator<readonly StoredTick[]> {
  yield await Promise.resolve(ticks);
}
