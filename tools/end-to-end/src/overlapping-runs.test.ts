import { describe, expect, it } from 'vitest';
import { freshFolder, startLoop, type Event } from './loop.ts';
import { SMALL } from './small-batches.ts';
import { storedObjects } from './stored-objects.ts';

const endedAs =
  (wanted: string) =>
  ({ event, outcome }: Event): boolean =>
    event === 'run-ended' && outcome === wanted;

describe('runs that overlap', () => {
  it('leave the newest batch promoted, and none goes back to an older one', async () => {
    const data = freshFolder();
    const loop = startLoop('--data', data, ...SMALL);
    const promotedRuns = (): string[] =>
      loop.events.filter(endedAs('promoted')).map(({ runId }) => String(runId));
    await loop.event(endedAs('superseded'));
    await loop.event(() => promotedRuns().length >= 2);
    expect((await loop.interrupt()).code).toBe(0);
    const promoted = promotedRuns();
    // A run's name begins with its batch's time.
    expect(promoted).toEqual([...promoted].sort());
    const { runId } = JSON.parse(String(storedObjects(data).get('models/champion.json'))) as {
      runId: string;
    };
    expect(runId >= String(promoted.at(-1))).toBe(true);
  }, 180_000);
});
