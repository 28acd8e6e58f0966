import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';

const MINUTES = 180_000;
const root = fileURLToPath(new URL('../../..', import.meta.url));

function nx(...args: readonly string[]): string {
  const said = execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  return stripVTControlCharacters(said);
}

const manifest = (): string => readFileSync(join(root, 'libs/domain/feature-schema/package.json'), 'utf8');

it(
  'A release gives each published library a version of its own, and no other project one',
  () => {
    const before = manifest();
    const [major = NaN, minor = NaN] = /"version": "(\d+)\.(\d+)/.exec(before)?.slice(1).map(Number) ?? [];
    const said = nx('release', 'version', 'minor', '--dry-run');
    expect(said).toContain(`+   "version": "${major}.${minor + 1}.0"`);
    expect(said.match(/(?<=written to manifest: )\S+/g)).toEqual(['libs/domain/feature-schema/package.json']);
    expect(manifest()).toBe(before);
  },
  MINUTES,
);

it(
  'What is published is what was built, never the source',
  () => {
    const project = JSON.parse(nx('show', 'project', 'feature-schema', '--json')) as {
      targets: Record<string, { dependsOn: unknown; options: unknown }>;
    };
    expect(project.targets['nx-release-publish']).toMatchObject({
      dependsOn: expect.arrayContaining(['build']),
      options: { packageRoot: 'libs/domain/feature-schema/dist' },
    });
  },
  MINUTES,
);
