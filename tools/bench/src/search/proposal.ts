import { seededRandom } from '@moving-ground/numeric';
import { proposeConfiguration, type SearchState, type Trial } from '@moving-ground/search';
import type { Outcome } from '../bench.ts';
import type { Told } from '../contest.ts';
import { aligned, digits } from '../table.ts';
import { spreadOf } from '../spread.ts';
import { TUNING } from '../tuning/tuning-trial.ts';

const COUNTS = [5, 10, 20, 50, 100, 200] as const;
const TURNS = 5;

/** How long the next configuration takes after so many trainings, one of them still going on. */
export function proposal(told: Told): Outcome {
  const rows = COUNTS.map((trials, place) => {
    const spread = spreadOf(times(stateOf(trials)));
    told(place + 1, COUNTS.length);
    return { trials, ...spread };
  });
  const text = aligned([
    ['trainings known', '', 'min', 'median', 'max', 'unit'],
    ...rows.map(({ trials, min, median, max }) => [
      String(trials),
      '',
      ...[min, median, max].map(digits),
      'ms',
    ]),
  ]);
  return {
    data: "the article's six ranges, random objectives, one training pending; seed 1",
    text,
    figures: { rows },
  };
}

function times(state: SearchState): number[] {
  return Array.from({ length: TURNS + 1 }, (_, turn) => {
    const startMs = performance.now();
    proposeConfiguration({ ...state, seed: turn });
    return performance.now() - startMs;
  }).slice(1);
}

function stateOf(count: number): SearchState {
  const random = seededRandom(1);
  const base = { ranges: TUNING.ranges, direction: 'Maximize', pending: [], seed: 1 } as const;
  const trials: Trial[] = [];
  while (trials.length < count) {
    const configuration = proposeConfiguration({ ...base, trials, strategy: 'Random' });
    trials.push({ configuration, objective: random.uniform() });
  }
  const pending = [proposeConfiguration({ ...base, trials, strategy: 'Random' })];
  return { ...base, trials, pending, strategy: 'Bayesian' };
}
