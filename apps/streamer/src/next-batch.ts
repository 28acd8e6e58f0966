import type { Configuration } from '@moving-ground/configuration';
import { buildBatch, priceSpan, type Batch } from '@moving-ground/export';
import { featureSchemaOf, windowSeconds } from '@moving-ground/feature-schema';
import type { MarketStore, StoredTick } from '@moving-ground/market';
import { setImmediate } from 'node:timers/promises';

export type FullBatch = { readonly batch: Batch; readonly orderIds: readonly string[] };

/**
 * The oldest full batch that waits, or undefined. Its content is settled by event time alone: it waits until the
 * market has gone on from the millisecond of its last close, so that no later tick can change it.
 * @param settledBeforeMs all ticks before this time are in the store
 */
export async function nextBatch(
  store: MarketStore,
  configuration: Configuration,
  settledBeforeMs: number,
): Promise<FullBatch | undefined> {
  const { batch, features, instrument, bot } = configuration;
  const transactions = await store.unexported(batch.size);
  const last = transactions.at(-1);
  if (!last || transactions.length < batch.size || last.closeTimeMs >= settledBeforeMs) return undefined;
  const span = priceSpan(transactions, windowSeconds(features));
  const firstOpenMs = span.fromMs + windowSeconds(features) * 1000;
  const built = await buildBatch({
    transactions,
    ticks: inTurns(store.ticksBetween(span.fromMs, span.toMs)),
    ordersStillOpen: await store.countOpenAt(firstOpenMs, span.toMs),
    instrument: instrument.epic,
    schemaVersion: featureSchemaOf(features).version,
    exitPrice: bot.exitPrice,
  });
  return { batch: built, orderIds: transactions.map(({ id }) => id) };
}

/** Lets prices be taken in between two chunks: a batch may hold more than a hundred thousand ticks. */
async function* inTurns(chunks: AsyncIterable<readonly StoredTick[]>): AsyncGenerator<readonly StoredTick[]> {
  for await (const chunk of chunks) {
    yield chunk;
    await setImmediate();
  }
}
