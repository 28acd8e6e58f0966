import type { MarketStore } from '@moving-ground/market';
import { check, ok, problem, type Check, type Found } from './check.ts';

/** Before this time there is no tick, so that pruning up to it is a write that changes nothing. */
const BEFORE_ALL_MS = 0;

/**
 * @param open kept open, with the lock, until `close`, so that a streamer that starts meanwhile stands by
 */
export function checkStore(open: () => Promise<MarketStore>): Check {
  return check({
    name: 'store',
    needs: [],
    gives: ['isAlone'],
    look: async () => {
      try {
        return await lookInto(await open());
      } catch (error) {
        return problem(
          (error as Error).message,
          'check GROUND_STORE or MONGODB_URI, and the right to write',
          {
            isAlone: true,
          },
        );
      }
    },
  });
}

async function lookInto(store: MarketStore): Promise<Found> {
  if (!(await store.tryLock()))
    return problem(
      'another streamer writes into this store',
      'stop it first, and let some 15 s pass after a crash: IG allows one connection, and this would end its own',
    );
  await store.prune(BEFORE_ALL_MS, 1);
  const { ticks, openOrders, unexported } = await store.counts();
  return ok(
    `can be written, and nobody else does: ${ticks} ticks, ${openOrders} open orders, ${unexported} transactions to export`,
    { isAlone: true },
  );
}
