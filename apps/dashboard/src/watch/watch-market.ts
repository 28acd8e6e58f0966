import type { Configuration } from '@moving-ground/configuration';
import type { MarketStore, Order, StoredTick, Transaction } from '@moving-ground/market';
import type { Board } from '../serve/board.ts';
import type { CaptureView, DealView, TickColumns } from '../view/index.ts';

/** Orders that the page draws: more would hide the price. */
const DEALS = 200;

type Place = { readonly ms: number; readonly sequence: number };

/** Tells the board what a store gets. */
export class MarketWatch {
  readonly #store: MarketStore;
  readonly #board: Board;
  readonly #configuration: Configuration;
  #last: Place | undefined;

  constructor(store: MarketStore, board: Board, configuration: Configuration) {
    this.#store = store;
    this.#board = board;
    this.#configuration = configuration;
  }

  /** Ticks since the last look. The first look only finds where the market is. */
  async lookAtTicks(): Promise<void> {
    if (!this.#last) {
      const tick = await this.#store.lastTick();
      if (tick) this.#last = placeOf(tick);
      return;
    }
    const fresh = await this.#since(this.#last);
    const newest = fresh.at(-1);
    if (!newest) return;
    this.#last = placeOf(newest);
    this.#board.addTicks(columnsOf(fresh));
  }

  async #since({ ms, sequence }: Place): Promise<StoredTick[]> {
    const fresh: StoredTick[] = [];
    for await (const chunk of this.#store.ticksBetween(ms, Number.MAX_SAFE_INTEGER))
      fresh.push(...chunk.filter((tick) => tick.timeMs > ms || tick.sequence > sequence));
    return fresh;
  }

  async lookAtDeals(): Promise<void> {
    const { batch } = this.#configuration;
    const [counts, open, unexported, last] = await Promise.all([
      this.#store.counts(),
      this.#store.openOrders(),
      this.#store.unexported(batch.size),
      this.#store.lastTick(),
    ]);
    const view: CaptureView = {
      ticks: counts.ticks,
      openOrders: counts.openOrders,
      completed: counts.completed,
      towardsBatch: counts.unexported,
      batchSize: batch.size,
      lastTickMs: last?.timeMs ?? null,
      deals: newestDeals(open, unexported),
    };
    this.#board.put('capture', view);
  }
}

/** Ticks of a span; of those before `wholeFromMs` the last one of each second, so that a day stays small. */
export async function ticksOf(
  store: MarketStore,
  {
    fromMs,
    toMs,
    wholeFromMs,
  }: { readonly fromMs: number; readonly toMs: number; readonly wholeFromMs: number },
): Promise<StoredTick[]> {
  const kept: StoredTick[] = [];
  for await (const chunk of store.ticksBetween(fromMs, toMs)) {
    for (const tick of chunk) {
      const before = kept.at(-1);
      const isOfSameSecond = before && Math.floor(before.timeMs / 1000) === Math.floor(tick.timeMs / 1000);
      if (isOfSameSecond && tick.timeMs < wholeFromMs) kept[kept.length - 1] = tick;
      else kept.push(tick);
    }
  }
  return kept;
}

export function columnsOf(ticks: readonly StoredTick[]): TickColumns {
  return {
    ms: ticks.map(({ timeMs }) => timeMs),
    bid: ticks.map(({ bid }) => bid),
    offer: ticks.map(({ offer }) => offer),
  };
}

function placeOf({ timeMs, sequence }: StoredTick): Place {
  return { ms: timeMs, sequence };
}

function newestDeals(open: readonly Order[], closed: readonly Transaction[]): DealView[] {
  const half = DEALS / 2;
  const opened = open.slice(-half).map(({ openTimeMs, openPrice }) => ({
    openMs: openTimeMs,
    openPrice,
    closeMs: null,
    closePrice: null,
    exit: null,
  }));
  const completed = closed.slice(-half).map(({ openTimeMs, openPrice, closeTimeMs, closePrice, exit }) => ({
    openMs: openTimeMs,
    openPrice,
    closeMs: closeTimeMs,
    closePrice,
    exit,
  }));
  return [...completed, ...opened];
}
