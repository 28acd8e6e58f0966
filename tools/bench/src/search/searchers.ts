import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { proposeConfiguration, type HyperparameterTexts, type Trial } from '@moving-ground/search';
import type { Direction, ParameterRange, Strategy } from '@moving-ground/tuning-config';

/** What a configuration reaches; null where its training fails. */
export type ObjectiveOf = (configuration: HyperparameterTexts) => number | null;

export type Search = {
  readonly ranges: readonly ParameterRange[];
  readonly direction: Direction;
  readonly trials: number;
  readonly objectiveOf: ObjectiveOf;
};

/** The best that one search with this seed reaches; null where every training failed. */
export type Searcher = {
  readonly name: string;
  readonly best: (search: Search, seeds: readonly number[]) => Promise<readonly (number | null)[]>;
};

/** One training at a time, as Optuna does it, so that nobody has to guess what pending ones will reach. */
export function ownSearcher(name: string, strategy: Strategy): Searcher {
  const one = ({ ranges, direction, trials: count, objectiveOf }: Search, seed: number): number | null => {
    const trials: Trial[] = [];
    while (trials.length < count) {
      const configuration = proposeConfiguration({ ranges, trials, pending: [], direction, strategy, seed });
      trials.push({ configuration, objective: objectiveOf(configuration) });
    }
    return bestOf(
      trials.map(({ objective }) => objective),
      direction,
    );
  };
  return { name, best: async (search, seeds) => seeds.map((seed) => one(search, seed)) };
}

export function bestOf(objectives: readonly (number | null)[], direction: Direction): number | null {
  const sign = direction === 'Maximize' ? -1 : 1;
  const sorted = objectives.filter((value) => value !== null).sort((a, b) => sign * (a - b));
  return sorted[0] ?? null;
}

const PROGRAM = fileURLToPath(new URL('optuna_peer.py', import.meta.url));

/** Optuna asks for a configuration's objective a line at a time; each search's end is a line of its own. */
export function optuna(python: string): Searcher {
  return {
    name: 'Optuna TPE',
    best: ({ ranges, direction, trials, objectiveOf }, seeds) =>
      new Promise((done, fail) => {
        const child = spawn(python, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
        child.stdin.write(`${JSON.stringify({ ranges, direction, trials, seeds })}\n`);
        createInterface({ input: child.stdout }).on('line', (line) => {
          const said = JSON.parse(line) as
            { readonly ask: HyperparameterTexts } | { readonly bests: readonly (number | null)[] };
          if ('bests' in said) done(said.bests);
          else child.stdin.write(`${JSON.stringify(objectiveOf(said.ask))}\n`);
        });
        child.on('error', fail);
        child.on('close', (code) => {
          if (code !== 0) fail(new Error(`${PROGRAM} ended with ${code}`));
        });
      }),
  };
}
