import { StoreUnreachable } from '@moving-ground/market';
import type { MarketGroup, MarketStore, StoredTick } from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { GroupWriter, type GroupLimits } from './group-writer.ts';

function tickAt(timeMs: number): StoredTick {
  return {
    timeMs,
    sequence: 0,
    bid: 1,
    offer: 2,
    midOpen: null,
    high: null,
    low: null,
    change: null,
    changePercent: null,
    marketState: 'TRADEABLE',
    delayed: false,
  };
}

const NOTHING = { opened: [], completed: [] };

/** A store that takes its time. */
function slowStore(record: (group: MarketGroup) => Promise<void>): MarketStore {
  return { record } as Partial<MarketStore> as MarketStore;
}

function writerInto(
  record: (group: MarketGroup) => Promise<void>,
  limits: GroupLimits,
  signal = new AbortController().signal,
): {
  writer: GroupWriter;
  stored: number[][];
  failures: unknown[];
  away: number[];
} {
  const stored: number[][] = [];
  const failures: unknown[] = [];
  const away: number[] = [];
  const patience = {
    pauseMs: 1,
    longestPauseMs: 4,
    onAway: (_: unknown, attempt: number) => away.push(attempt),
    signal,
  };
  const writer = new GroupWriter({
    store: slowStore(record),
    limits,
    patience,
    onStored: ({ ticks }) => stored.push(ticks.map(({ timeMs }) => timeMs)),
    onFailure: (error) => failures.push(error),
  });
  return { writer, stored, failures, away };
}

describe('GroupWriter', () => {
  it('writes a group when it is large enough, or when its time has come', async () => {
    const { writer, stored } = writerInto(async () => undefined, {
      ticks: 3,
      milliseconds: 20,
      waitingTicks: 99,
    });
    for (const timeMs of [1, 2]) writer.add(tickAt(timeMs), NOTHING);
    await pause(1);
    expect(stored).toEqual([]);
    writer.add(tickAt(3), NOTHING);
    await pause(1);
    expect(stored).toEqual([[1, 2, 3]]);
    writer.add(tickAt(4), NOTHING);
    await pause(60);
    expect(stored).toEqual([[1, 2, 3], [4]]);
  });

  it('writes one group at a time, in order, however slow the store is', async () => {
    let writing = 0;
    const record = async (): Promise<void> => {
      expect(++writing).toBe(1);
      await pause(3);
      writing -= 1;
    };
    const { writer, stored } = writerInto(record, { ticks: 2, milliseconds: 1, waitingTicks: 99 });
    for (let timeMs = 0; timeMs < 40; timeMs++) {
      writer.add(tickAt(timeMs), NOTHING);
      if (timeMs % 5 === 0) await pause(1);
    }
    await writer.finish();
    expect(stored.flat()).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(stored.length).toBeGreaterThan(2);
  });

  it('is full while too many ticks wait for a store that does not answer', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { writer } = writerInto(() => answer.promise, { ticks: 1, milliseconds: 1, waitingTicks: 3 });
    for (const timeMs of [1, 2]) writer.add(tickAt(timeMs), NOTHING);
    expect(writer.isFull).toBe(false);
    writer.add(tickAt(3), NOTHING);
    expect(writer.isFull).toBe(true);
    expect(writer.waitingTicks).toBe(3);
    answer.resolve(undefined);
    await writer.finish();
    expect(writer.isFull).toBe(false);
  });

  it('tells the first failure and writes nothing after it', async () => {
    let calls = 0;
    const record = async (): Promise<void> => {
      if (++calls === 2) throw new Error('disk full');
    };
    const { writer, stored, failures } = writerInto(record, { ticks: 1, milliseconds: 1, waitingTicks: 99 });
    for (const timeMs of [1, 2, 3]) {
      writer.add(tickAt(timeMs), NOTHING);
      await pause(2);
    }
    await writer.finish();
    expect(stored).toEqual([[1]]);
    expect(failures).toEqual([new Error('disk full')]);
    expect(calls).toBe(2);
  });

  it('keeps what comes while the store is away, and writes it in order and in bounded groups when it is back', async () => {
    let isAway = true;
    const record = async (): Promise<void> => {
      if (isAway) throw new StoreUnreachable('no answer');
    };
    const { writer, stored, failures, away } = writerInto(record, {
      ticks: 4,
      milliseconds: 1,
      waitingTicks: 99,
    });
    for (let timeMs = 0; timeMs < 30; timeMs++) writer.add(tickAt(timeMs), NOTHING);
    while (away.length < 5) await pause(1);
    expect(stored).toEqual([]);
    expect(away).toEqual([1, 2, 3, 4, 5]);
    isAway = false;
    await writer.finish();
    expect(stored.flat()).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(stored.every((group) => group.length <= 4)).toBe(true);
    expect(failures).toEqual([]);
  });

  it('gives up a store that stays away once its waiting is ended, and says that ticks are left', async () => {
    const given = new AbortController();
    const record = async (): Promise<void> => {
      throw new StoreUnreachable('no answer');
    };
    const limits = { ticks: 4, milliseconds: 1, waitingTicks: 99 };
    const { writer, failures, away } = writerInto(record, limits, given.signal);
    for (const timeMs of [1, 2]) writer.add(tickAt(timeMs), NOTHING);
    while (away.length < 2) await pause(1);
    given.abort();
    await writer.finish();
    expect(failures).toEqual([new StoreUnreachable('no answer')]);
    expect(writer.waitingTicks).toBe(2);
  });
});
