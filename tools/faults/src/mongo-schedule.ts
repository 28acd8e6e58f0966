import type { MarketStore } from '@moving-ground/market';
import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { groupOfSecond, untilAnswered, type MongoTrial } from './mongo-trial.ts';
import type { TcpProxy } from './tcp-proxy.ts';

type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'reset'; readonly direction: 'request' | 'reply'; readonly bytes: number }
  | { readonly kind: 'cut' | 'down' | 'blackhole'; readonly afterMs: number; readonly forMs: number }
  | { readonly kind: 'rough'; readonly sliceBytes: number; readonly latencyMs: number };

/** What goes wrong in one second of the market, and whether the process gives up its store at the first silence. */
export type Disturbance = { readonly fault: Fault; readonly isReopened: boolean };

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({
    kind: fc.constant('reset' as const),
    direction: fc.constant('reply' as const),
    bytes: fc.nat(400),
  }),
  fc.record({
    kind: fc.constant('reset' as const),
    direction: fc.constant('request' as const),
    bytes: fc.nat(6_000),
  }),
  fc.record({
    kind: fc.constantFrom('cut' as const, 'down' as const, 'blackhole' as const),
    afterMs: fc.nat(15),
    forMs: fc.nat(900),
  }),
  fc.record({
    kind: fc.constant('rough' as const),
    sliceBytes: fc.integer({ min: 7, max: 400 }),
    latencyMs: fc.nat(5),
  }),
);

export const schedule: fc.Arbitrary<Disturbance[]> = fc.array(
  fc.record({ fault, isReopened: fc.boolean() }),
  { minLength: 6, maxLength: 10 },
);

const UNDISTURBED: Disturbance = { fault: { kind: 'none' }, isReopened: false };

/** As many seconds without a fault as a schedule has with them. */
export function undisturbed(disturbances: readonly Disturbance[]): Disturbance[] {
  return disturbances.map(() => UNDISTURBED);
}

/** Each second a group, every third a batch of whatever is complete; what is unanswered is asked again. */
export async function play(trial: MongoTrial, disturbances: readonly Disturbance[]): Promise<MarketStore> {
  let store = await locked(trial);
  for (const [second, { fault: next, isReopened }] of disturbances.entries()) {
    const over = bring(trial.proxy, next);
    const giveUp = async (): Promise<void> => {
      if (isReopened) await store.close().then(async () => (store = await locked(trial)));
      else await delay(5);
    };
    await untilAnswered(() => store.record(groupOfSecond(second)), giveUp);
    if (second % 3 === 2) await exportBatch(() => store, giveUp);
    await over;
    trial.proxy.clear();
  }
  await untilAnswered(() => store.counts());
  return store;
}

/**
 * The batch is named after what is in it, and what is unanswered is marked again, as the streamer does both. To ask for
 * what is unexported again would be another batch, where the marking was done and only its answer lost.
 */
async function exportBatch(store: () => MarketStore, giveUp: () => Promise<void>): Promise<void> {
  const transactions = await untilAnswered(() => store().unexported(4), giveUp);
  const [first] = transactions;
  if (!first) return;
  const ids = transactions.map(({ id }) => id);
  await untilAnswered(() => store().markExported(`of-${first.id}`, ids), giveUp);
}

async function locked(trial: MongoTrial): Promise<MarketStore> {
  // As in earnest: nobody takes the lock over while a renewal of its holder may still be answered.
  const store = await untilAnswered(() => trial.open({ takeOverAfterMs: 700, answerMs: 600 }));
  while (!(await untilAnswered(() => store.tryLock()))) await delay(20);
  return store;
}

/** Resolves when the fault's time is over. */
async function bring(proxy: TcpProxy, next: Fault): Promise<void> {
  if (next.kind === 'reset') proxy.resetAfter(next.direction, next.bytes);
  if (next.kind === 'rough') Object.assign(proxy, next);
  if (!('forMs' in next)) return;
  await delay(next.afterMs);
  if (next.kind === 'cut') proxy.cut();
  if (next.kind === 'down') await proxy.down();
  if (next.kind === 'blackhole') proxy.blackhole();
  await delay(next.forMs);
  await proxy.up();
  proxy.clear();
}
