import { seededRandom } from '@moving-ground/numeric';
import type { JudgeSettings } from './judge-settings.ts';

export type Interval = { readonly from: number; readonly to: number; readonly level: number };

const RESAMPLES = 1_999;

/**
 * The interval at level 1 - 2 alpha of a figure that is worked out from blocks: the figure of as many blocks, drawn
 * with replacement, again and again, without the alpha smallest and largest of the answers. Blocks of time, not rows,
 * are drawn, so that what hangs together stays together.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application", 1997, chapters 5.3 and 8.2.
 * @param figure is given how often each block was drawn; answers that are no number are left out
 * @returns null below two blocks or where most answers are no number
 */
export function blockBootstrap(
  blocks: number,
  { alpha, seed }: Pick<JudgeSettings, 'alpha' | 'seed'>,
  figure: (weights: Uint32Array) => number,
): Interval | null {
  if (blocks < 2) return null;
  const random = seededRandom(seed);
  const weights = new Uint32Array(blocks);
  const answers = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < blocks; draw++) {
      const block = random.integer(blocks);
      weights[block] = (weights[block] as number) + 1;
    }
    answers[resample] = figure(weights);
  }
  const sorted = answers.filter((answer) => Number.isFinite(answer)).sort();
  if (sorted.length < RESAMPLES / 2) return null;
  const cut = Math.floor(alpha * (sorted.length + 1));
  const [from, to] = [
    sorted[Math.max(0, cut - 1)] as number,
    sorted[Math.min(sorted.length - 1, sorted.length - cut)] as number,
  ];
  return { from, to, level: 1 - 2 * alpha };
}
