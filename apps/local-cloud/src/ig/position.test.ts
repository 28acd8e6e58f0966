import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PriceTick } from '@moving-ground/market';
import { describe, expect, it } from 'vitest';
import type { IgSettings } from './create-ig.ts';
import { offeredIg, sourceOf, ticksOf, until, type Heard } from './offered-ig.ts';

const ig = offeredIg();

describe('the position of the market', () => {
  const known = (heard: Heard, from: Heard): PriceTick[] => {
    const lastMs = from.ticks.at(-1)!.timeMs;
    return heard.ticks.filter(({ timeMs }) => timeMs <= lastMs);
  };

  it('survives a restart: a new client gets the last ticks again and then the rest', async () => {
    const ticks = ticksOf(400_000);
    ig().offer(ticks);
    const first = await ig().listen();
    await until('some ticks', () => first.ticks.length > 200_000, 25_000);
    await ig().stopLast();
    const position = ig().ig.position();
    await ig().ig.close();
    expect(JSON.parse(readFileSync(join(ig().folder, 'position.json'), 'utf8'))).toMatchObject({
      positionMs: position,
    });
    ig().offer(ticks);
    expect(ig().ig.position()).toBe(position);
    const second = await ig().listen();
    await until('more ticks', () => (second.ticks.at(-1)?.timeMs ?? 0) > position, 25_000);
    await ig().stopLast();
    const begin = ticks.findIndex(({ timeMs }) => timeMs === second.ticks[0]!.timeMs);
    expect(begin).toBeGreaterThan(0);
    expect(begin).toBeLessThan(first.ticks.length - 100_000);
    expect(known(second, first).length).toBeGreaterThan(100_000);
    expect(second.ticks).toEqual(ticks.slice(begin, begin + second.ticks.length));
  });

  it('is taken back for a client that begins anew while the market goes on', async () => {
    const ticks = ticksOf(20_000);
    ig().offer(ticks);
    const first = await ig().listen();
    await until('some ticks', () => first.ticks.length > 3_000);
    await ig().stopLast();
    const second = await ig().listen();
    await until('the end', () => second.kinds.includes('ended'));
    expect(second.ticks).toEqual(ticks);
  });

  it('that cannot be read is refused with the file to delete', () => {
    ig().offer([]);
    const file = join(ig().folder, 'broken.json');
    writeFileSync(file, '{"positionMs":');
    expect(() => ig().offer([], { positionFile: file })).toThrow(/broken\.json.*delete it/);
  });

  it('is not written before the first tick', async () => {
    ig().offer([]);
    await ig().ig.close();
    expect(existsSync(join(ig().folder, 'position.json'))).toBe(false);
  });
});

describe('a source that fails', () => {
  it('is told after everything before it was sent, and there is no end', async () => {
    const ticks = ticksOf(1_000);
    const broken: IgSettings['source'] = async function* () {
      yield* sourceOf(ticks)();
      throw new Error('line 1002: bid was "x"');
    };
    ig().offer(ticks, { source: broken });
    const heard = await ig().listen();
    await until('the failure', () => ig().failures.length > 0);
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(ig().failures[0]?.message).toContain('line 1002');
    expect(heard.kinds).toEqual(['connected']);
  });
});
