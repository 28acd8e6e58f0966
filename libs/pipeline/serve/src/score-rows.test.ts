import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeArtifact, parseInferenceRequest } from '@moving-ground/formats';
import { WrongFeatureCount, type LinearModel } from '@moving-ground/model';
import { describe, expect, it } from 'vitest';
import { scoreRows } from './score-rows.ts';

const data = process.env['GROUND_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const folder = join(data, 'linear-learner');

const model: LinearModel = {
  weights: Float32Array.of(1, -1),
  bias: 0,
  threshold: 0.5,
  lossType: 'logistic',
  fBeta: 1,
  positiveExampleWeightMult: 1,
};

type Expected = { readonly score: number; readonly predicted_label: number };

describe('scoring', () => {
  it('gives a probability for logistic loss, and the label by the threshold', () => {
    expect(scoreRows(model, Float32Array.of(0, 0, 0, 9, 9, 0), 3)).toEqual([
      { score: 0.5, predictedLabel: 1 },
      { score: Math.fround(1 / (1 + Math.exp(9))), predictedLabel: 0 },
      { score: Math.fround(1 / (1 + Math.exp(-9))), predictedLabel: 1 },
    ]);
  });

  it('gives the margin for hinge loss', () => {
    expect(scoreRows({ ...model, lossType: 'hinge_loss' }, Float32Array.of(3, 1), 1)).toEqual([
      { score: 2, predictedLabel: 1 },
    ]);
  });

  it('stays finite at both ends', () => {
    expect(scoreRows(model, Float32Array.of(1e6, 0, -1e6, 0), 2).map((p) => p.score)).toEqual([1, 0]);
  });

  it('refuses rows of another width', () => {
    expect(() => scoreRows(model, new Float32Array(3), 1)).toThrow(WrongFeatureCount);
  });

  it.skipIf(!existsSync(folder))("gives all 334 answers of SageMaker's own endpoint", () => {
    const real = decodeArtifact(
      gunzipSync(readFileSync(join(folder, 'll-adult-prediction-model.tar.gz'))),
      'fixture',
    );
    const { rows, features } = parseInferenceRequest(
      readFileSync(join(folder, 'test-dataset.jsonl')),
      'application/jsonlines',
      14,
    );
    const expected = (
      readFileSync(join(folder, 'adult-batch-transform-expected.json'), 'utf8').match(
        /\{[^{}]*"score"[^{}]*\}/g,
      ) ?? []
    ).map((text) => JSON.parse(text) as Expected);
    const predictions = scoreRows(real, features, rows);
    expect([rows, expected.length]).toEqual([334, 334]);
    expect(predictions.map((p) => p.predictedLabel)).toEqual(expected.map((e) => e.predicted_label));
    const worst = Math.max(...predictions.map((p, i) => Math.abs(p.score - expected[i]!.score)));
    expect(worst).toBeLessThan(4e-7);
  });
});
