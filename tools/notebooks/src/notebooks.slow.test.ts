import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentNotMade, projectEnvironment, PythonMissing } from '@moving-ground/python-environment';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executeNotebook, NOTEBOOKS, PROJECT, type Facts } from './execute-notebook.ts';
import { withModel } from './with-model.ts';

type Made = { readonly python: string } | { readonly missing: string };

const made = await projectEnvironment(PROJECT, (line) => console.log(line)).then(
  (python): Made => ({ python }),
  (error: Error): Made => {
    if (error instanceof PythonMissing || error instanceof EnvironmentNotMade)
      return { missing: error.message };
    throw error;
  },
);
const missing = 'missing' in made ? made.missing : undefined;

const PICTURES = [
  'feature-exploration-balance.png',
  'feature-exploration-gaps.png',
  'feature-exploration-join.png',
  'feature-exploration-relative.png',
  'linear-learner-curve.png',
  'linear-learner-matrix.png',
  'linear-learner-reliability.png',
  'linear-learner-scatter.png',
];

/** How many colors a picture has: one that nothing was drawn on has a handful. */
function colorsOf(file: string): number {
  const { data } = PNG.sync.read(readFileSync(file));
  const colors = new Set<number>();
  for (let at = 0; at < data.length; at += 4) colors.add(data.readUInt32BE(at));
  return colors.size;
}

describe.skipIf(missing !== undefined)(`the notebooks${missing === undefined ? '' : ` (${missing})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ground-notebooks-'));
  const facts: Record<string, Facts> = {};
  let runId = '';

  beforeAll(async () => {
    await withModel(
      ['--lags', '60', '--batch-size', '2000', '--set', 'tuning.maxJobs=4'],
      async (place, run) => {
        runId = run;
        for (const name of NOTEBOOKS)
          facts[name] = await executeNotebook('python' in made ? made.python : '', name, place, folder);
      },
    );
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('draw every picture', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.png'))).toEqual(PICTURES);
    for (const name of PICTURES) expect(colorsOf(join(folder, name)), name).toBeGreaterThan(100);
  });

  it('find the batch, its schema, and the very bits of a stored row', () => {
    expect(facts['feature-exploration']).toMatchObject({
      batchId: runId.replace(/-\d+$/, ''),
      transactions: 2000,
      featureDim: 65,
      lagsAreTheStoredBits: true,
    });
  });

  it('find the tuning, and one score by boto3 and by the SDK', () => {
    expect(facts['linear-learner']).toMatchObject({
      runId,
      trainingJobs: 4,
      objective: 'validation:precision',
      featureDim: 65,
      sdkSaysTheSame: true,
    });
  });
});
