import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings.ts';
import { STACK_NAMES } from '../stacks/stacks.ts';
import { cdkCommand, stacksOf, UnknownProject } from './cdk-command.ts';
import { STACKS_OF_PROJECT } from './stacks-of-project.ts';

const ROOT = join(import.meta.dirname, '../../../..');

type Project = { readonly targets: Readonly<Record<string, { readonly outputs?: readonly string[] }>> };

const nx = (...words: string[]): unknown =>
  JSON.parse(
    execFileSync(join(ROOT, 'node_modules/.bin/nx'), words, {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' },
    }),
  );

const deployedBy = (file: string): readonly string[] =>
  nx('show', 'projects', '--affected', `--files=${file}`, '--with-target=deploy', '--json') as string[];

describe('what a change deploys, in the real graph', { timeout: 180_000 }, () => {
  const everything = Object.keys(STACKS_OF_PROJECT).sort();

  it('is the selector alone, for the rule of selection', () => {
    expect(deployedBy('libs/pipeline/select/src/decision.ts')).toEqual(['selector-lambda']);
  });

  it('is everything, for the nouns of a run', () => {
    const reached = deployedBy('libs/domain/run/src/index.ts');
    // Neither the data nor the alarms know of runs.
    expect(everything.filter((project) => !reached.includes(project) && project !== 'infra')).toEqual([]);
  });

  it('is whatever the schema reaches, for the schema', () => {
    expect(deployedBy('libs/domain/feature-schema/src/index.ts')).toEqual(
      expect.arrayContaining(['streamer', 'checker-lambda', 'extract-lambda', 'selector-lambda', 'glue-etl']),
    );
  });

  it('is every stack, for the stacks', () => {
    expect([...deployedBy('apps/infra/src/names.ts')].sort()).toEqual(everything);
  });

  it('is nothing, for what runs on one machine only', () => {
    expect(deployedBy('apps/local-cloud/src/main.ts')).toEqual([]);
  });
});

describe('the projects with stacks', { timeout: 180_000 }, () => {
  it('are those with a target, each stack once', () => {
    const stacks = Object.values(STACKS_OF_PROJECT).flat();
    expect([...stacks].sort()).toEqual([...STACK_NAMES].sort());
    expect((nx('show', 'projects', '--with-target=deploy', '--json') as string[]).sort()).toEqual(
      Object.keys(STACKS_OF_PROJECT).sort(),
    );
  });

  it('declare what their tasks leave, so that one from the cache leaves it too', () => {
    const { targets } = nx('show', 'project', 'selector-lambda', '--json') as Project;
    expect(targets['build']?.outputs).toEqual(['{projectRoot}/dist']);
    expect(targets['deploy']).toMatchObject({ dependsOn: ['build'], cache: false });
    expect((nx('show', 'project', 'infra', '--json') as Project).targets['synth']?.outputs).toEqual([
      '{projectRoot}/cdk.out',
    ]);
  });
});

describe('a deployment', () => {
  it('is of the stacks of its project in one stage, and synthesises no others', () => {
    const { words, environment } = cdkCommand('deploy', 'staging', stacksOf('selector-lambda'));
    expect(words.slice(0, 2)).toEqual(['deploy', 'moving-ground-staging-selector']);
    expect(words).toContain('--exclusively');
    expect(environment).toEqual({ GROUND_STAGES: 'staging', GROUND_STACKS: 'selector' });
    expect(readSettings(environment)).toMatchObject({ stages: [{ name: 'staging' }], stacks: ['selector'] });
  });

  it('begins with what holds data', () => {
    expect(readSettings({}).stacks[0]).toBe('data');
    expect(stacksOf('infra')[0]).toBe('data');
  });

  it('is refused for a project without stacks, and for a stage or stack that is none', () => {
    expect(() => stacksOf('ground')).toThrow(UnknownProject);
    expect(() => readSettings({ GROUND_STAGES: 'dev,demo' })).toThrow('GROUND_STAGES was "dev,demo"');
    expect(() => readSettings({ GROUND_STACKS: 'selectr' })).toThrow('data,network');
    expect(() => readSettings({ GROUND_STAGE_NAME: 'dev' })).toThrow('GROUND_STAGE_NAME is unknown');
  });
});
