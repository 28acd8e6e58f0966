import { describe, expect, it } from 'vitest';
import { nullPlan } from './null-plan.ts';
import { NULL_SIZE } from './null-settings.ts';
import { runNullTask } from './run-null-task.ts';

const SEEDS = 10;

async function betterOf(name: string): Promise<number> {
  const series = nullPlan(NULL_SIZE, { seeds: SEEDS, alpha: 0.01, recordings: [] }).find(
    (one) => one.name === name,
  );
  let better = 0;
  for (const task of series?.tasks ?? []) {
    const { statements } = await runNullTask({ ...task, after: [20] });
    if (statements[0]?.statement === 'better than the base rate') better++;
  }
  return better;
}

/** Ten of the hundred seeds that backtest:null runs. */
describe('over ten seeds of the whole pipeline', () => {
  it('better is said of a random walk at most once', async () => {
    expect(await betterOf('random walk')).toBeLessThanOrEqual(1);
  });

  it('a planted precision of .65 is seen in nine at least', async () => {
    expect(await betterOf('planted 0.65')).toBeGreaterThanOrEqual(9);
  });
});
