import { quoteLine } from '@moving-ground/formats';
import type { FeedListener, PriceFeed, PriceTick, StoredTick } from '@moving-ground/market';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { END_OF_LIST, ListFeed, swinging } from '../trial-streamer.ts';
import { Recorder, type RecorderEvent, type RecorderParts } from './recorder.ts';

const ticks = swinging(500);

function recorderOf(changes: Partial<RecorderParts>): {
  recorder: Recorder;
  lines: string[];
  told: RecorderEvent[];
} {
  const lines: string[] = [];
  const told: RecorderEvent[] = [];
  const recorder = new Recorder({
    feed: new ListFeed(ticks, END_OF_LIST),
    append: async (some) => void lines.push(...some),
    lastTick: undefined,
    maxGapSeconds: 60,
    flushMs: 1,
    mostTicks: undefined,
    tell: (event) => told.push(event),
    ...changes,
  });
  return { recorder, lines, told };
}

/** Gives what it is told to. */
class GivenFeed implements PriceFeed {
  listener: FeedListener | undefined;
  async start(listener: FeedListener): Promise<void> {
    this.listener = listener;
  }
  async stop(): Promise<void> {
    this.listener = undefined;
  }
}

describe('a recorder', () => {
  it('writes every price once, in order, to the end of the feed', async () => {
    const { recorder, lines } = recorderOf({});
    expect(await recorder.run()).toEqual({ ticks: ticks.length, gaps: 0, refused: 0 });
    expect(lines).toEqual(ticks.map(quoteLine));
  });

  it('does not write a snapshot that repeats the last price, and writes one that does not', async () => {
    const feed = new GivenFeed();
    const { recorder, lines } = recorderOf({ feed });
    const running = recorder.run();
    const [first, second, third] = ticks as [PriceTick, PriceTick, PriceTick];
    feed.listener?.onTick(first, true);
    feed.listener?.onTick(second, false);
    feed.listener?.onTick(second, true);
    feed.listener?.onTick(third, true);
    feed.listener?.onTick(first, false);
    recorder.stop();
    expect(await running).toEqual({ ticks: 3, gaps: 0, refused: 1 });
    expect(lines).toEqual([first, second, third].map(quoteLine));
  });

  it('does not write again what the file holds when the source begins anew', async () => {
    const lastTick: StoredTick = { ...ticks[99]!, sequence: 0 };
    const before = ticks.slice(0, 100).filter(({ timeMs }) => timeMs === lastTick.timeMs).length;
    const { recorder, lines } = recorderOf({ lastTick: { ...lastTick, sequence: before - 1 } });
    await recorder.run();
    expect(lines).toEqual(ticks.slice(100).map(quoteLine));
  });

  it('tells a gap, also the one behind what the file holds', async () => {
    const lastTick = { ...ticks[0]!, timeMs: ticks[0]!.timeMs - 100_000, sequence: 0 };
    const late = ticks.map((tick, i) => (i < 250 ? tick : { ...tick, timeMs: tick.timeMs + 61_000 }));
    const { recorder, told } = recorderOf({ feed: new ListFeed(late, END_OF_LIST), lastTick });
    expect((await recorder.run()).gaps).toBe(2);
    expect(told.filter(({ event }) => event === 'gap')).toEqual([
      { event: 'gap', fromMs: lastTick.timeMs, toMs: ticks[0]!.timeMs },
      { event: 'gap', fromMs: late[249]!.timeMs, toMs: late[250]!.timeMs },
    ]);
  });

  it('ends at its bound, to the tick', async () => {
    const { recorder, lines } = recorderOf({ mostTicks: 123 });
    expect((await recorder.run()).ticks).toBe(123);
    expect(lines).toEqual(ticks.slice(0, 123).map(quoteLine));
  });

  it('with a bound of none does not ask the feed', async () => {
    const feed = new GivenFeed();
    const { recorder } = recorderOf({ feed, mostTicks: 0 });
    expect(await recorder.run()).toEqual({ ticks: 0, gaps: 0, refused: 0 });
    expect(feed.listener).toBeUndefined();
  });

  it('whose feed fails has written what came before', async () => {
    const failing = new ListFeed(ticks, { kind: 'failed', error: new Error('no more') });
    const { recorder, lines } = recorderOf({ feed: failing, flushMs: 60_000 });
    await expect(recorder.run()).rejects.toThrow('no more');
    expect(lines).toEqual(ticks.map(quoteLine));
  });

  it('whose file fails writes nothing behind the hole', async () => {
    const asked: number[] = [];
    const append = async (lines: readonly string[]): Promise<void> => {
      asked.push(lines.length);
      await pause(20);
      throw new Error('disk full');
    };
    const { recorder } = recorderOf({ append, feed: new ListFeed(ticks, undefined, 1) });
    await expect(recorder.run()).rejects.toThrow('disk full');
    expect(asked).toHaveLength(1);
  });
});
