import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '@moving-ground/numeric';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExaminedCloud } from '../doctor/examined-cloud.ts';

const SEED = Number(process.env['GROUND_TEST_SEED'] ?? Date.now() % 1_000_000);
const KILLS = 4;
const LONGEST_MS = 2_500;

let cloud: ExaminedCloud;
let undisturbed: ExaminedCloud;

beforeAll(async () => {
  [cloud, undisturbed] = await Promise.all([ExaminedCloud.begin(), ExaminedCloud.begin('max')]);
}, 60_000);

afterAll(() => Promise.all([cloud.end(), undisturbed.end()]));

const rowsIn = (path: string): string[] =>
  gunzipSync(readFileSync(path)).toString().trimEnd().split('\n').slice(1);

describe('a recording', { timeout: 180_000 }, () => {
  it(`that is killed again and again loses no price that was told as recorded, and none at all once it has gone on (seed ${SEED})`, async () => {
    const path = join(cloud.folder, 'killed.csv.gz');
    const random = seededRandom(SEED);
    let known = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const recorder = cloud.start('record-main', [path, '--append', '--json']);
      const { ticks } = await recorder.event(({ event }) => event === 'recorded');
      await pause(random.uniform() * LONGEST_MS);
      recorder.kill('SIGKILL');
      expect((await recorder.ended).signal).toBe('SIGKILL');
      const rows = rowsIn(path).length;
      expect(rows).toBeGreaterThanOrEqual(known + Number(ticks));
      known = rows;
    }
    const last = await cloud.start('record-main', [path, '--append', '--json', '--ticks', '50']).ended;
    expect(last).toMatchObject({ code: 0, stderr: '' });
    const rows = rowsIn(path);
    expect(rows).toHaveLength(known + 50);

    const whole = join(undisturbed.folder, 'whole.csv.gz');
    const words = [whole, '--ticks', String(rows.length)];
    expect((await undisturbed.start('record-main', words).ended).code).toBe(0);
    expect(rows).toEqual(rowsIn(whole));
  });
});
