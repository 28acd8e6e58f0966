import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, synthesise } from './synthesised.fixture.ts';

/** The project's own environment; made when it is not there, undefined where it cannot be. */
function cfnLint(): string | undefined {
  const made = spawnSync('node', ['tools/python-environment/src/main.ts', 'apps/infra'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  if (made.status === 0) return join(REPOSITORY, 'apps/infra/.venv/bin/cfn-lint');
  console.log(`cfn-lint is not run: ${made.stderr}`);
  return undefined;
}

const program = cfnLint();

describe('cfn-lint', { timeout: 300_000 }, () => {
  it.skipIf(program === undefined)('has nothing to say about any template, in any of two regions', () => {
    const all = synthesise();
    const templates = globSync(join(all.folder, '*.template.json'));
    expect(templates.length).toBeGreaterThan(20);
    // W3005: the CDK writes a DependsOn beside a reference to the same role, which changes nothing.
    const words = ['--ignore-checks', 'W3005', '--regions', 'eu-west-2', 'us-east-1', '--', ...templates];
    try {
      expect(execFileSync(String(program), words, { encoding: 'utf8' })).toBe('');
    } finally {
      all.remove();
    }
  });
});
