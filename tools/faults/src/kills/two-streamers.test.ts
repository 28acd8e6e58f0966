import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from './child.ts';
import { checkConservation } from './conservation.ts';
import { writeRecording } from './recording.ts';
import { bundleStreamer, Trial } from './trial.ts';

const standsBy = ({ event }: Event): boolean => event === 'standing-by';
const streams = ({ event, ticks }: Event): boolean => event === 'progress' && Number(ticks) > 500;

describe('two streamers on one store', () => {
  let folder: string;
  let bundle: string;
  let trial: Trial;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ground-two-'));
    writeRecording(join(folder, 'market.csv'), 100_000, 3);
    bundle = bundleStreamer(join(folder, 'bundle'));
    mkdirSync(join(folder, 'trial'));
    trial = await Trial.begin(join(folder, 'trial'), join(folder, 'market.csv'), 300);
  }, 120_000);

  afterAll(async () => {
    await trial.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are one that streams and one that stands by, and takes over as soon as the first is killed', async () => {
    const first = trial.startStreamer(bundle);
    await first.event(streams);
    const second = trial.startStreamer(bundle);
    await second.event(standsBy);
    expect(second.events.some(({ event }) => event === 'progress' || event === 'feed-connected')).toBe(false);
    first.kill('SIGKILL');
    await first.ended;
    const { ticks } = await second.event(({ event }) => event === 'progress');
    expect(Number(ticks)).toBeGreaterThanOrEqual(500);
    second.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    checkConservation(trial.storePath, trial.objects());
  });

  it('both end with code 0 when they are asked to, more than once', async () => {
    const first = trial.startStreamer(bundle);
    await first.event(({ event }) => event === 'progress');
    const second = trial.startStreamer(bundle);
    await second.event(standsBy);
    for (const child of [second, first]) {
      child.kill('SIGTERM');
      child.kill('SIGTERM');
      child.kill('SIGINT');
      expect((await child.ended).code).toBe(0);
    }
    checkConservation(trial.storePath, trial.objects());
  });
});
