import { seededRandom } from '@moving-ground/numeric';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from './child.ts';
import { checkConservation } from './conservation.ts';
import type { Moment } from './put-gate.ts';
import { writeRecording } from './recording.ts';
import { bundleStreamer, Trial } from './trial.ts';

const KILLS = 200;
const ROWS = 20_000;
const SEED = Number(process.env['KILL_SEED'] ?? 20_260_105);
/** A streamer's exit code when the recording has no more prices. */
const RECORDING_ENDED = 3;

let folder: string;
let recording: string;
let bundle: string;
let undisturbed: ReadonlyMap<string, Buffer>;
let trials = 0;

async function begin(speed: number | 'max'): Promise<Trial> {
  const own = join(folder, `trial-${trials++}`);
  mkdirSync(own);
  return Trial.begin(own, recording, speed);
}

async function runToTheEnd(trial: Trial): Promise<void> {
  const { code, stderr } = await trial.startStreamer(bundle).ended;
  expect(code, stderr).toBe(RECORDING_ENDED);
}

/** All batches, byte for byte, and the law. */
function expectNothingLost(trial: Trial): void {
  const objects = trial.objects();
  expect([...objects.keys()]).toEqual([...undisturbed.keys()]);
  for (const [key, bytes] of undisturbed) if (!objects.get(key)?.equals(bytes)) expect.fail(`${key} differs`);
  const law = checkConservation(trial.storePath, objects);
  expect(law.exported).toBe(law.batches * 150);
  expect(law.open + law.waiting + law.exported).toBe(law.orders);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-kills-'));
  recording = join(folder, 'market.csv');
  writeRecording(recording, ROWS, SEED);
  bundle = bundleStreamer(join(folder, 'bundle'));
  const trial = await begin('max');
  await runToTheEnd(trial);
  undisturbed = trial.objects();
  await trial.end();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('The undisturbed run has enough batches for a kill to meet one', () => {
  expect([...undisturbed.keys()].filter((key) => key.endsWith('manifest.json')).length).toBeGreaterThan(30);
});

describe('a streamer killed', () => {
  it(`at ${KILLS} random moments leaves what an undisturbed run leaves (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    // So slow that the kills are spread over the whole recording: 20,000 rows are some 80 minutes.
    const trial = await begin(60);
    const history: string[] = [];
    for (let kill = 1; kill <= KILLS; kill++) {
      const child = trial.startStreamer(bundle);
      history.push(await killSometime(child, () => random.uniform()));
      const found = history.at(-1)?.startsWith('ended');
      checkConservation(trial.storePath, trial.objects());
      if (found) break;
    }
    console.log(`kills, seed ${SEED}: ${history.join(', ')}`);
    expect(history.filter((line) => line.startsWith('killed')).length).toBe(KILLS);
    await runToTheEnd(trial);
    expectNothingLost(trial);
    await trial.end();
  });

  const points: [string, Moment][] = ['transactions.csv', 'prices.csv', 'manifest.json'].flatMap((name) => [
    [name, 'before'],
    [name, 'after'],
  ]);
  it.each(points)(
    'with %s on its way to S3, %s it is stored, delivers the batch once',
    async (name, moment) => {
      const trial = await begin('max');
      for (const nth of [1, 2, 3]) {
        const child = trial.startStreamer(bundle);
        let seen = 0;
        trial.gate.watch = (key, when) => {
          if (!key.endsWith(name) || when !== moment || ++seen < nth) return 'pass';
          child.kill('SIGKILL');
          return 'hold';
        };
        expect((await child.ended).signal).toBe('SIGKILL');
        checkConservation(trial.storePath, trial.objects());
      }
      trial.gate.watch = () => 'pass';
      await runToTheEnd(trial);
      expectNothingLost(trial);
      await trial.end();
    },
  );

  it('as soon as a batch is marked as exported delivers the batch once', async () => {
    const trial = await begin('max');
    for (let kill = 0; kill < 5; kill++) {
      const child = trial.startStreamer(bundle);
      child.onEvent(({ event }) => event === 'batch-exported' && child.kill('SIGKILL'));
      expect((await child.ended).signal).toBe('SIGKILL');
      checkConservation(trial.storePath, trial.objects());
    }
    await runToTheEnd(trial);
    expectNothingLost(trial);
    await trial.end();
  });
});

/** At any time, also while it starts; or soon after it has told something; or right in its own goodbye. */
async function killSometime(child: Child, uniform: () => number): Promise<string> {
  const kind = uniform();
  const waitMs = Math.round(uniform() ** 2 * 1_000);
  const untilMs = performance.now() + waitMs;
  if (kind < 0.3) await pause(waitMs);
  else {
    const told = kind < 0.6 ? 'feed-connected' : 'batch-exported';
    const hasTold = child.event(({ event }) => event === told);
    const patience = pause(3_000);
    await Promise.race([hasTold.catch(() => undefined), patience]);
    await pause(waitMs / 4);
  }
  if (kind > 0.9) {
    child.kill('SIGTERM');
    await pause(waitMs / 20);
  }
  child.kill('SIGKILL');
  const { code, signal } = await child.ended;
  const after = Math.round(performance.now() - untilMs + waitMs);
  return signal === 'SIGKILL'
    ? `killed ${after} ms`
    : code === 0
      ? `killed in time ${after} ms`
      : `ended ${code}`;
}
