import { describe, expect, it } from 'vitest';
import { JUDGE_DEFAULTS } from './judge-settings.ts';
import { predictionsOf } from './predictions.fixture.ts';
import { skillStatement } from './skill-statement.ts';

const SEEDS = 400;

function saidOver(
  market: { readonly baseRate: number; readonly skill: number; readonly rows: number },
  seeds = SEEDS,
): {
  readonly better: number;
  readonly worse: number;
  readonly atLeast: number;
} {
  let [better, worse, least] = [0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const predictions = predictionsOf({ ...market, seed, holdingSeconds: 20 });
    const said = skillStatement(predictions, { ...JUDGE_DEFAULTS, windowSeconds: 30 });
    if (said.statement === 'better than the base rate') better++;
    if (said.statement === 'worse') worse++;
    least += (said.minimumDetectable ?? 1) / seeds;
  }
  return { better: better / seeds, worse: worse / seeds, atLeast: least };
}

/** 1 % of 400 is 4 with a deviation of 2: three deviations above it are 2.5 %. */
describe('over four hundred seeds of labels and flags that hang together', () => {
  it('a model without knowledge is called better in about 1 % of cases, and worse in about 1 %', () => {
    const said = saidOver({ baseRate: 0.5, skill: 0, rows: 20_000 });
    expect(said.better).toBeLessThanOrEqual(0.025);
    expect(said.worse).toBeLessThanOrEqual(0.025);
    expect(said.better + said.worse).toBeGreaterThan(0.002);
  });

  it('few orders and rare profits do not make the test say better more often', () => {
    expect(saidOver({ baseRate: 0.2, skill: 0, rows: 5000 }).better).toBeLessThanOrEqual(0.025);
  });

  it('knowledge is seen, more often the more there is, and about as often as promised', () => {
    const [little, some, much] = [0.1, 0.2, 0.4].map((skill) =>
      saidOver({ baseRate: 0.5, skill, rows: 20_000 }, 100),
    );
    expect(little!.better).toBeLessThan(some!.better);
    expect(some!.better).toBeLessThan(much!.better);
    expect(much!.better).toBeGreaterThan(0.95);
    // With skill s a flagged order is a profit in .5 + .5 s of cases; with a quarter flagged the base rate is .5 + .125 s.
    const shareOfPromise = (0.375 * 0.4) / much!.atLeast;
    expect(shareOfPromise).toBeGreaterThan(1);
    expect(little!.better).toBeLessThan(0.8);
  });
});
