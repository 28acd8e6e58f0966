import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fit, TrainingDiverged } from '@moving-ground/fit';
import {
  parseHyperparameters,
  renderStaticHyperparameters,
  type Direction,
} from '@moving-ground/tuning-config';
import type { Outcome } from '../bench.ts';
import type { Told } from '../contest.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { aligned, type Row } from '../table.ts';
import { TUNING } from '../tuning/tuning-trial.ts';
import { meanWithInterval, type Estimate } from './mean-with-interval.ts';
import { optuna, ownSearcher, type ObjectiveOf, type Searcher } from './searchers.ts';
import { sessionDataset, type SessionDataset } from './session-dataset.ts';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const SEEDS = 100;
/** As many as the default configuration trains. */
const TRIALS = 10;

const OBJECTIVES = [
  ['validation:precision', 'Maximize'],
  ['validation:objective_loss', 'Minimize'],
] as const;

/** What each search has found after ten trainings, against the Bayesian one with the same seed. */
export function searchQuality(told: Told): Promise<Outcome> {
  return withScratchFolder(async (folder) => {
    const dataset = await sessionDataset(folder);
    const rows: Compared[] = [];
    const searches = OBJECTIVES.length * searchers().length;
    for (const [metric, direction] of OBJECTIVES) {
      const objectiveOf = realFits(dataset, metric);
      const found = (done: number): void => told(rows.length + done, searches);
      rows.push(...(await compared({ metric, direction, objectiveOf, found })));
    }
    return {
      data: `${dataset.train.rows} and ${dataset.validation.rows} rows of ${dataset.source}, real fits over the article's six ranges, ${TRIALS} trainings a search, seeds 1 to ${SEEDS}`,
      text: tableOf(rows),
      figures: { rows },
    };
  });
}

type Task = {
  readonly metric: string;
  readonly direction: Direction;
  readonly objectiveOf: ObjectiveOf;
  /** Told how many searches have been made. */
  readonly found: (done: number) => void;
};

type Compared = {
  readonly metric: string;
  readonly searcher: string;
  readonly best: Estimate;
  /** How much better the Bayesian search is, seed by seed; undefined for itself. */
  readonly advantage: Estimate | undefined;
};

async function compared({ metric, direction, objectiveOf, found }: Task): Promise<readonly Compared[]> {
  const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
  const search = { ranges: TUNING.ranges, direction, trials: TRIALS, objectiveOf };
  const sign = direction === 'Maximize' ? 1 : -1;
  const rows: Compared[] = [];
  let own: readonly number[] = [];
  for (const { name, best } of searchers()) {
    const bests = (await best(search, seeds)).map((value) => value ?? NaN);
    own = rows.length === 0 ? bests : own;
    const differences = bests.map((value, i) => sign * ((own[i] ?? NaN) - value));
    const advantage = rows.length === 0 ? undefined : meanWithInterval(differences);
    rows.push({ metric, searcher: name, best: meanWithInterval(bests), advantage });
    found(rows.length);
  }
  return rows;
}

function searchers(): readonly Searcher[] {
  return [
    ownSearcher('Bayesian', 'Bayesian'),
    ownSearcher('random', 'Random'),
    ...(existsSync(PYTHON) ? [optuna(PYTHON)] : []),
  ];
}

/** The same configuration is trained once. */
function realFits({ train, validation }: SessionDataset, metric: string): ObjectiveOf {
  const known = new Map<string, number | null>();
  const fixed = renderStaticHyperparameters(TUNING, train.featureDim);
  return (configuration) => {
    const key = JSON.stringify(Object.entries(configuration).sort());
    const found = known.get(key);
    if (found !== undefined) return found;
    // As the service injects it: one model a training, not the algorithm's own grid.
    const tuned = { ...fixed, _tuning_objective_metric: metric, ...configuration };
    const hyperparameters = parseHyperparameters(tuned);
    const value = objectiveOr(null, () => {
      const { metrics } = fit({ hyperparameters, train, validation, log: () => undefined, now: () => 0 });
      return metrics.find(({ name }) => name === metric)?.value ?? null;
    });
    known.set(key, value);
    return value;
  };
}

function objectiveOr(otherwise: null, train: () => number | null): number | null {
  try {
    return train();
  } catch (error) {
    if (error instanceof TrainingDiverged) return otherwise;
    throw error;
  }
}

function tableOf(rows: readonly Compared[]): string {
  const text = ({ mean, low, high }: Estimate): Row => [mean, low, high].map((value) => value.toFixed(4));
  return aligned([
    ['objective', 'search', 'mean best', '95 % from', 'to', 'Bayesian better by', '95 % from', 'to'],
    ...rows.map(({ metric, searcher, best, advantage }) => [
      metric,
      searcher,
      ...text(best),
      ...(advantage ? text(advantage) : ['', '', '']),
    ]),
  ]);
}
