import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPython } from './find-python.ts';
import { EnvironmentNotMade, makeEnvironment, PythonMissing } from './index.ts';

const hasPython = await findPython('3.11').then(
  () => true,
  () => false,
);

let root: string;
let said: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ground-python-'));
  said = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function make(requirements: string, version = '3.11'): Promise<string> {
  const file = join(root, 'requirements.txt');
  writeFileSync(file, requirements);
  const say = (line: string): void => void said.push(line);
  return makeEnvironment({ folder: join(root, '.venv'), requirements: [file], version, say });
}

describe.skipIf(!hasPython)('an environment', { timeout: 120_000 }, () => {
  it('is made once for the same requirements, also by two at the same time', async () => {
    const [one, other] = await Promise.all([make('# nothing\n'), make('# nothing\n')]);
    expect(existsSync(one)).toBe(true);
    expect(other).toBe(one);
    await make('# nothing\n');
    expect(said.filter((line) => line.startsWith('making'))).toHaveLength(1);
    await make('# other nothing\n');
    expect(said.filter((line) => line.startsWith('making'))).toHaveLength(2);
  });

  it('says how far it is: itself, each package, each file', async () => {
    const texts: string[] = [];
    const file = join(root, 'requirements.txt');
    writeFileSync(file, `setuptools==65.5.0 --hash=sha256:${'0'.repeat(64)}\n`);
    const write = (text: string): void => void texts.push(text);
    const progress = { isTerminal: true, columns: 100, write, now: () => 0 };
    const plan = { folder: join(root, '.venv'), requirements: [file], version: '3.11', say: write, progress };
    await makeEnvironment(plan).catch((error: unknown) => texts.push((error as Error).name));
    expect(texts[0]).toContain('making');
    expect(texts[1]).toContain('0 of 3, time left not known yet the environment itself');
    expect(texts.join('')).toMatch(
      /1 of 3, about 0 s left the environment itself.*installing setuptools==65\.5\.0/s,
    );
  });

  it('is not taken for made when its packages cannot be had, and the lock is given back', async () => {
    const missing = './no-such.whl --hash=sha256:'.padEnd(92, '0');
    await expect(make(missing)).rejects.toThrow(EnvironmentNotMade);
    await expect(make(missing)).rejects.toThrow(/no-such\.whl/);
    expect(said.filter((line) => line.startsWith('making'))).toHaveLength(2);
  });

  it('takes over the lock of a process that has ended', async () => {
    writeFileSync(join(root, '.venv.making'), '999999999');
    expect(existsSync(await make(''))).toBe(true);
  });
});

describe('a Python that is not there', () => {
  it('is told with what was found and what to install', async () => {
    await expect(make('', '2.0')).rejects.toThrow(PythonMissing);
    await expect(make('', '2.0')).rejects.toThrow(
      /Python 2\.0 .* found python2\.0: absent, python3: .*apt install python2\.0/,
    );
  });
});
