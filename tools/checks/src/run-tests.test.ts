import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTests } from './run-tests.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const CONFIG = `export default { test: { include: ['*.test.mjs'], pool: 'forks' } };`;
const HEAD = `import { existsSync, writeFileSync } from 'node:fs'; import { it, expect } from 'vitest';`;
const DIES = `process.kill(process.pid, 'SIGABRT'); await new Promise(() => setTimeout(() => {}, 60_000));`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ground-checks-'));
  symlinkSync(modules, join(root, 'node_modules'));
  writeFileSync(join(root, 'vitest.config.ts'), CONFIG);
  mkdirSync(join(root, 'tmp'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, body: string): void {
  writeFileSync(resolve(root, `${name}.test.mjs`), `${HEAD}\n${body}\n`);
}

const run = (): ReturnType<typeof runTests> =>
  runTests({
    root,
    suite: 'vitest.config.ts',
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: join(root, 'tmp') },
    output: 'ignore',
  });

describe('a suite', () => {
  it('counts what passed, failed and was skipped', async () => {
    write(
      'some',
      `it('holds', () => {}); it('breaks', () => expect(1).toBe(2)); it.skip('waits', () => {});`,
    );
    const { results, skipped } = await run();
    expect(results.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'breaks', passed: false },
      { name: 'holds', passed: true },
    ]);
    expect(skipped).toEqual(['waits']);
  }, 60_000);

  it('runs the files once more whose process died', async () => {
    write('fine', `it('is fine', () => {});`);
    write(
      'mortal',
      `it('lives the second time', async () => { if (!existsSync('died')) { writeFileSync('died', ''); ${DIES} } });`,
    );
    const { results, skipped } = await run();
    expect(results.map(({ name, passed }) => [name, passed]).toSorted()).toEqual([
      ['is fine', true],
      ['lives the second time', true],
    ]);
    expect(skipped).toEqual([]);
  }, 60_000);

  it('has failed where a process dies twice', async () => {
    write('mortal', `it('never lives', async () => { ${DIES} });`);
    const { results } = await run();
    expect(results).toContainEqual({ name: 'never lives', passed: false });
  }, 60_000);
});
