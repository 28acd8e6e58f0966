import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidSettings } from '@moving-ground/configuration';
import { readSettings } from './settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (more: Readonly<Record<string, string>> = {}): ReturnType<typeof readSettings> =>
  readSettings({ GROUND_DATA_FOLDER: join(folder, 'data'), GROUND_BUNDLES: folder, ...more });

describe('settings', () => {
  it('have defaults, and make the data folder', () => {
    expect(read()).toMatchObject({
      port: 0,
      replay: undefined,
      speed: 'max',
      seed: 1,
      runsAhead: 3,
      sweepSeconds: 60,
      spark: { java: 'java' },
    });
    expect(existsSync(join(folder, 'data'))).toBe(true);
  });

  it('are read from their variables', () => {
    expect(read({ GROUND_PORT: '4566', GROUND_SPEED: '2.5', GROUND_SEED: '7', HOME: '/' })).toMatchObject({
      port: 4566,
      speed: 2.5,
      seed: 7,
    });
  });

  it('say where Spark finds its Python and its Java', () => {
    expect(read().spark.python).toMatch(/apps\/glue-etl\/\.venv\/bin\/python$/);
    const { spark } = read({ GROUND_GLUE_PYTHON: '/opt/python', JAVA_HOME: '/opt/java' });
    expect(spark).toMatchObject({ python: '/opt/python', java: '/opt/java/bin/java' });
    expect(spark.job).toMatch(/apps\/glue-etl\/job\.py$/);
  });

  it('refuse a variable that they do not know', () => {
    expect(() => read({ GROUND_PROT: '4566' })).toThrow(/GROUND_PROT/);
  });

  it('refuse a value that cannot be, and quote it', () => {
    expect(() => read({ GROUND_PORT: '65536' })).toThrow(/^environment: GROUND_PORT was "65536": /);
    expect(() => read({ GROUND_SPEED: '-1' })).toThrow(/GROUND_SPEED was "-1"/);
    expect(() => readSettings({ GROUND_BUNDLES: folder })).toThrow(/GROUND_DATA_FOLDER was missing/);
    expect(() => read({ GROUND_CONFIGURATION: '{' })).toThrow(
      /GROUND_CONFIGURATION was "{": give the text of ground.config.json/,
    );
  });

  it('refuse a data folder that cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const below = join(folder, 'file', 'data');
    expect(() => read({ GROUND_DATA_FOLDER: below })).toThrow(InvalidSettings);
    expect(() => read({ GROUND_DATA_FOLDER: below })).toThrow(`the data folder ${below} cannot be written: `);
  });
});
