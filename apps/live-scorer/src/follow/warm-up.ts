import type { FeatureSchema } from '@moving-ground/feature-schema';
import type { MarketStore, StoredTick } from '@moving-ground/market';
import { historyFromMs, PresentRow } from '../row/present-row.ts';

/** A row with all the history that the store has for it, and the tick that it ends with. */
export type Warm = { readonly row: PresentRow; readonly last: StoredTick | undefined };

/** So a restart scores the first new price, instead of waiting for a window of them. */
export async function warmUp(
  store: Pick<MarketStore, 'lastTick' | 'ticksBetween'>,
  schema: FeatureSchema,
): Promise<Warm> {
  const row = new PresentRow(schema);
  let last = await store.lastTick();
  if (!last) return { row, last };
  for await (const chunk of store.ticksBetween(historyFromMs(schema, last.timeMs), last.timeMs)) {
    for (const tick of chunk) row.accept(tick);
    last = chunk.at(-1) ?? last;
  }
  return { row, last };
}
