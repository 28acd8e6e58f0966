import { describe, expect, it } from 'vitest';
import { BentClock, KeptLog, offeredIg, ticksOf, until } from './offered-ig.ts';

const ig = offeredIg();

describe('two clients of one login', () => {
  it('end each other, ever more seldom, and the one that is left goes on', async () => {
    ig().offer(ticksOf(400_000), { speed: 500 });
    const log = new KeptLog();
    // The timing of a real feed, a hundred times as fast; what this is not about is out of the way.
    const timing = {
      rebuildFloor: 5_000,
      rebuildCap: 60_000,
      loginSpacing: 61_000,
      mute: 1e7,
      disconnected: 1e7,
      recovering: 1e7,
      budget: 1e8,
    };
    const patient = { clock: new BentClock(100), random: () => 0.5, timing };
    const first = await ig().listen({ ...patient, logger: log });
    await until('some ticks', () => first.ticks.length > 20);
    await ig().listen(patient);
    await until('six ends', () => log.of('feed-rebuild', 'attempt').length >= 6);
    await ig().stopLast();
    expect(log.of('feed-rebuild', 'attempt').slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log.of('feed-rebuild', 'delayMs').slice(0, 6)).toEqual([5000, 5000, 5000, 8000, 16000, 32000]);
    const advice = /code 35: .*another client of this login has connected: only one may run/;
    expect(log.of('feed-rebuild', 'reason')[0]).toMatch(advice);
    const { length } = first.ticks;
    await until('prices again', () => first.ticks.length > length + 100);
  });

  it('are told apart from one whose stream had been steady: its pauses begin anew', async () => {
    ig().offer(ticksOf(400_000), { speed: 500 });
    const log = new KeptLog();
    const heard = await ig().listen({ logger: log, timing: { steady: 50 } });
    for (const times of [1, 2, 3]) {
      const { length } = heard.ticks;
      await until('a stream', () => heard.ticks.length > length + 20);
      const since = performance.now();
      await until('a steady one', () => performance.now() > since + 100);
      ig().control.end(33, 'by the server');
      await until('a rebuild', () => log.of('feed-rebuild', 'attempt').length === times);
    }
    expect(log.of('feed-rebuild', 'attempt')).toEqual([1, 1, 1]);
  });
});
