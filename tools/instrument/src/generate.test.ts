import { createTree } from '@nx/devkit/testing';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfiguration, type Tree } from '@moving-ground/configuration';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateInstrument } from './generate.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const GOLD = join(
  process.env['GROUND_DATA'] ?? join(root, '../shared/data'),
  'market/xauusd-20140505.csv.gz',
);

/** The files of an instrument by path, as the generator writes them. */
async function generated(name: string): Promise<ReadonlyMap<string, string>> {
  const tree = createTree();
  await generateInstrument(tree, { name, epic: 'CS.D.CFDGOLD.CFDGC.IP' });
  // The empty tree brings a file of its own.
  const own = tree.listChanges().filter(({ path }) => path.startsWith('tools/'));
  return new Map(own.map(({ path, content }) => [path, String(content)]));
}

describe('the generator', () => {
  it('writes a project with a configuration that is valid, and nothing else', async () => {
    const files = await generated('gold');
    expect([...files.keys()].sort()).toEqual([
      'tools/gold/ground.config.json',
      'tools/gold/package.json',
      'tools/gold/src/gold.test.ts',
      'tools/gold/tsconfig.json',
    ]);
    const written = JSON.parse(files.get('tools/gold/ground.config.json') ?? '') as Tree;
    const { instrument, endpoint } = parseConfiguration(written, 'gold');
    expect(instrument).toEqual({ epic: 'CS.D.CFDGOLD.CFDGC.IP', name: 'gold' });
    expect(endpoint.name).toBe('gold');
  });
});

describe('the test of a new instrument', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ground-instrument-'));
    for (const name of ['node_modules', 'libs', 'vitest.config.ts', 'tsconfig.base.json'])
      symlinkSync(join(root, name), join(folder, name));
    for (const [path, text] of await generated('gold')) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function runTest(): { passed: boolean; said: string } {
    const words = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tools/gold'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    return { passed: status === 0, said: stdout + stderr };
  }

  it('fails first, and says how to get quotes', () => {
    const { passed, said } = runTest();
    expect(passed).toBe(false);
    expect(said).toContain('there are no quotes at');
    expect(said).toMatch(/record them with "npm start -- record .*quotes\.csv\.gz"/);
  });

  it.skipIf(!existsSync(GOLD))(
    'passes on a session of gold',
    () => {
      copyFileSync(GOLD, join(folder, 'tools/gold/quotes.csv.gz'));
      const { passed, said } = runTest();
      expect(passed, said).toBe(true);
      expect(said).toContain('6 passed');
    },
    120_000,
  );

  it.skipIf(!existsSync(GOLD))(
    'names the setting to change when no barrier is ever reached',
    () => {
      copyFileSync(GOLD, join(folder, 'tools/gold/quotes.csv.gz'));
      const path = join(folder, 'tools/gold/ground.config.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"takeProfit": 2', '"takeProfit": 200'));
      const { passed, said } = runTest();
      expect(passed).toBe(false);
      expect(said).toContain('neither of them rare: else move bot.takeProfit and bot.stopLoss');
    },
    120_000,
  );
});
