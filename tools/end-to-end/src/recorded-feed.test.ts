import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PriceTick } from '@moving-ground/market';
import { describe, expect, it } from 'vitest';
import { readRecording, syntheticMarket } from './apps.ts';
import { freshFolder, Loop } from './loop.ts';

const SEED = 7;
/** Where the synthetic market begins. */
const START = Date.UTC(2026, 0, 5);

function record(file: string, ...words: readonly string[]): Loop {
  return new Loop('apps/ground/src/main.ts', ['record', file, '--json', ...words]);
}

async function ticksIn(file: string): Promise<PriceTick[]> {
  return (await Array.fromAsync(readRecording(file))).flat();
}

function marketOf(count: number): PriceTick[] {
  const market = syntheticMarket({ seed: SEED, startMs: START });
  return Array.from({ length: count }, () => market.next().value);
}

describe('a recording of the feed', { timeout: 180_000 }, () => {
  it('holds the prices that were sent, goes on where it stopped, and is sent again when it is replayed', async () => {
    const folder = freshFolder();
    const [first, second] = ['first.csv.gz', 'second.csv.gz'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    const words = ['--seed', String(SEED), '--data', join(folder, 'market')];
    const begun = await record(first, '--ticks', '3000', ...words).ended;
    expect(begun).toMatchObject({ code: 0, stderr: '' });
    expect(await ticksIn(first)).toEqual(marketOf(3000));

    const again = await record(first, '--ticks', '10', ...words).ended;
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('is there already: give another name, or --append');

    const goneOn = await record(first, '--append', '--ticks', '2000', ...words).ended;
    expect(goneOn.code).toBe(0);
    expect(goneOn.events).toContainEqual(expect.objectContaining({ event: 'record-opened', rows: 3000 }));
    const ticks = await ticksIn(first);
    expect(ticks).toEqual(marketOf(5000));

    const replayed = await record(second, '--replay', first, '--data', join(folder, 'replay')).ended;
    expect(replayed.code).toBe(0);
    expect(await ticksIn(second)).toEqual(ticks);
    expect(gunzipSync(readFileSync(second))).toEqual(gunzipSync(readFileSync(first)));
  });

  it('ends at Ctrl-C with a count, and holds as many', async () => {
    const file = join(freshFolder(), 'feed.csv.gz');
    const recording = record(file, '--seed', String(SEED), '--data', freshFolder());
    await recording.event(({ event }) => event === 'recorded');
    const ended = await recording.interrupt();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const told = ended.events.find(({ event }) => event === 'record-ended');
    const ticks = await ticksIn(file);
    expect(told).toMatchObject({ ticks: ticks.length, refused: 0 });
    expect(ticks).toEqual(marketOf(ticks.length));
  });
});
