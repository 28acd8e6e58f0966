import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const node = (...words: string[]) => spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });

type Finding = { readonly ruleId: string; readonly message: string };

function lint(file: string): Finding[] {
  const { stdout } = node('node_modules/eslint/bin/eslint.js', '--no-ignore', '--format', 'json', file);
  const [result] = JSON.parse(stdout) as { readonly messages: Finding[] }[];
  return result?.messages ?? [];
}

describe('lint', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'show', 'projects'], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false' },
    });
  }, 120_000);

  it('refuses a platform import in the domain layer', () => {
    const findings = lint('tools/boundary-fixture/src/domain-imports-platform.ts');
    expect(findings.map((f) => f.ruleId)).toContain('@nx/enforce-module-boundaries');
    expect(findings.map((f) => f.message).join()).toContain('layer:domain');
  }, 60_000);

  it('refuses node built-ins, the clock and chance in the domain layer', () => {
    const rules = new Set(lint('tools/boundary-fixture/src/domain-reads-the-clock.ts').map((f) => f.ruleId));
    expect([...rules].sort()).toEqual([
      'no-restricted-globals',
      'no-restricted-imports',
      'no-restricted-properties',
    ]);
  }, 60_000);

  it('accepts the import of a port by a platform project', () => {
    expect(
      lint('libs/platform/sqlite/src/index.ts').filter((f) => f.ruleId === '@nx/enforce-module-boundaries'),
    ).toEqual([]);
  }, 60_000);
});
