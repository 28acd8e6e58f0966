import { describe, expect, it } from 'vitest';
import { scoredOn } from './scored-on.ts';

const runId = '20260105t002520-206a8443-1';
const parts = [
  { features: Float32Array.of(2, -1), rows: 2 },
  { features: Float32Array.of(0), rows: 1 },
];
const shown = (threshold: number) => {
  const model = {
    weights: Float32Array.of(1),
    bias: 0,
    threshold,
    lossType: 'hinge_loss',
    fBeta: 1,
    positiveExampleWeightMult: 1,
  } as const;
  return JSON.parse(JSON.stringify(scoredOn(parts, { modelName: 'm', runId, model }))) as ReturnType<
    typeof scoredOn
  >;
};

describe('a model on a test part', () => {
  it('has a score for each row, file after file', () => {
    expect(shown(0.5)).toEqual({ modelName: 'm', runId, threshold: 0.5, scores: [2, -1, 0] });
  });

  it.each([Infinity, -Infinity, 0, 0.25])('keeps the threshold %d through JSON', (threshold) => {
    expect(Number(shown(threshold).threshold)).toBe(threshold);
  });
});
