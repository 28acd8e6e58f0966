import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { freshFolder, startLoop } from './loop.ts';
import type { Report } from './report.ts';

const folder =
  process.env['GROUND_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const GOLD = join(folder, 'market/xauusd-20140505.csv.gz');
const BITCOIN = join(folder, 'market/btcusdt-20240808.csv.gz');

describe('recorded quotes of a real market', { timeout: 180_000 }, () => {
  it.skipIf(!existsSync(GOLD))('yield a model and its report on gold', async () => {
    const words = ['--orders-per-second', '1', '--take-profit', '0.5', '--stop-loss', '0.5'];
    const ended = await startLoop('--once', '--replay', GOLD, '--data', freshFolder(), ...words).ended;
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const told = ended.events.find(({ event }) => event === 'report');
    const { evaluation, dataset } = JSON.parse(readFileSync(String(told?.['file']), 'utf8')) as Report;
    expect(dataset.featureDim).toBe(605);
    expect(evaluation.rows).toBe(dataset.parts.test.rows);
    expect(evaluation.rows).toBeGreaterThan(0);
  });

  it.skipIf(!existsSync(BITCOIN))('yield a model on Bitcoin, or end with every run told', async () => {
    const words = ['--take-profit', '10', '--stop-loss', '10', '--batch-size', '2000', '--lags', '60'];
    const ended = await startLoop('--once', '--replay', BITCOIN, '--data', freshFolder(), ...words).ended;
    expect(ended.stderr).toBe('');
    const runs = ended.events.filter(({ event }) => event === 'run-ended');
    expect(runs.length).toBeGreaterThan(0);
    const promoted = runs.some(({ outcome }) => outcome === 'promoted');
    expect(ended.code).toBe(promoted ? 0 : 3);
    expect(ended.events.map(({ event }) => event)).toContain(promoted ? 'report' : 'data-ended');
  });
});
