import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomWalk } from './null/random-walk.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backtest-'));
  const lines = randomWalk({ seconds: 1300, spread: 0.26, deviation: 0.2 }, 9).map(
    ({ timeMs, bid, offer }) => `${timeMs},${bid},${offer}`,
  );
  writeFileSync(join(folder, 'walk.csv'), ['timestamp,bid,offer', ...lines, ''].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function backtest(...words: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN, ...words], { cwd: folder });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

const SMALL = [
  'bot.takeProfit=0.3',
  'bot.stopLoss=0.3',
  'bot.ordersPerSecond=1',
  'batch.size=300',
  'tuning.maxJobs=2',
]
  .concat('features.resolutions=[{"lags":6,"stepSeconds":1}]', 'window.batches=2')
  .flatMap((setting) => ['--set', setting]);

const run = (...words: string[]): Promise<Ended> =>
  backtest('run', '--replay', 'walk.csv', ...SMALL, ...words);

describe('backtest run', () => {
  let first: Ended;
  let id: string;
  beforeAll(async () => {
    first = await run('--state', 's1');
    [id = ''] = readdirSync(join(folder, 's1/runs'));
  }, 120_000);

  it('answers whether freshness pays and keeps a page without scripts or requests', () => {
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/does freshness pay here\? (yes|no|cannot tell): /);
    expect(first.stdout).toContain('paper label');
    const page = readFileSync(join(folder, 's1/runs', id, 'report.html'), 'utf8');
    expect(page).not.toMatch(/https?:|<script|src=|@import|url\(/);
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('writes the same bytes again, in one thread and with nothing kept', async () => {
    const again = await run('--state', 's2', '--threads', '1');
    expect(again.stdout).toBe(first.stdout);
    for (const file of ['report.json', 'report.html', 'predictions.csv'])
      expect(readFileSync(join(folder, 's2/runs', id, file))).toEqual(
        readFileSync(join(folder, 's1/runs', id, file)),
      );
  }, 120_000);

  it('goes on with what is kept, and compares kept runs by their settings and findings', async () => {
    const pieces = readdirSync(join(folder, 's1/pieces'));
    const other = await run('--state', 's1', '--alpha', '0.05');
    expect(other.code, other.stderr).toBe(0);
    // Another level changes statements, and nothing that was trained.
    expect(readdirSync(join(folder, 's1/pieces'))).toEqual(pieces);
    const kept = readdirSync(join(folder, 's1/runs'));
    expect(kept).toHaveLength(2);
    const compared = await backtest('compare', id, kept.find((name) => name !== id) ?? '', '--state', 's1');
    expect(compared.stdout).toContain('settings.judge.alpha: 0.01 and 0.05');
    expect(compared.stdout).toContain('does freshness pay?');
  }, 120_000);

  it.each([
    [['run'], 2, 'run needs recorded quotes'],
    [['run', '--replay', 'absent.csv'], 1, 'the recording absent.csv cannot be read'],
    [['run', '--replay', 'walk.csv', '--set', 'bot.takeprofit=1'], 2, 'did you mean bot.takeProfit?'],
    [['run', '--replay', 'walk.csv'], 1, 'at least 2 are needed'],
    [['compare', 'x', 'y'], 1, 'there is no kept run "x"'],
  ])(
    '%j ends with %i and says what to do',
    async (words, code, message) => {
      const ended = await backtest(...words);
      expect([ended.code, ended.stderr.split('\n').filter(Boolean).length]).toEqual([code, 1]);
      expect(ended.stderr).toContain(message);
    },
    60_000,
  );
});
