import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../stages/stages.ts';

const FOLDER = join(import.meta.dirname, '../../../../.github/workflows');
const files = globSync(join(FOLDER, '*.yml')).map(
  (path) => [basename(path), readFileSync(path, 'utf8')] as const,
);
const textOf = (name: string): string => files.find(([file]) => file === name)?.[1] ?? '';

describe('the workflows', () => {
  it.each(files)('%s names every action by its commit, with the version beside it', (_, text) => {
    for (const [, used] of text.matchAll(/uses: (.+)$/gm))
      expect(used).toMatch(
        /^(\.\/\.github\/workflows\/[\w-]+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
  });

  it.each(files)('%s says what it may do, and no job may take for ever', (_, text) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    const jobs = text.match(/^ {4}runs-on: /gm)?.length ?? 0;
    expect(text.match(/^ {4}timeout-minutes: /gm)?.length ?? 0).toBe(jobs);
    expect(text).not.toMatch(/permissions: write-all|AWS_ACCESS_KEY_ID: \$|secrets\.AWS/);
  });

  it.each(files)('%s puts nothing that a stranger wrote into a command', (_, text) => {
    for (const [, command] of text.matchAll(/^ +(?:- )?run: (.+(?:\n {10,}.+)*)/gm))
      expect(command).not.toMatch(/\$\{\{ *github\.(event\.(?!before)|head_ref)/);
  });

  it('deploy each stage after the one before it', () => {
    const main = textOf('main.yml');
    const needs = [...main.matchAll(/^ {2}(\w+):\n {4}needs: (\w+)/gm)].map(([, job, before]) => [
      before,
      job,
    ]);
    expect(needs).toEqual([
      ['checked', 'dev'],
      ['dev', 'staging'],
      ['staging', 'prod'],
    ]);
    for (const { name } of STAGES) expect(main).toContain(`stage: ${name}\n`);
  });

  it('take on a role for the time of a deployment, and hold no keys', () => {
    const stage = textOf('deploy-stage.yml');
    expect(stage).toContain('id-token: write');
    expect(stage).toContain('role-to-assume: ${{ vars.AWS_DEPLOY_ROLE_ARN }}');
    expect(stage).toContain('environment: ${{ inputs.stage }}');
  });
});
