import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyPredictions, type Predictions } from '@moving-ground/judge';
import type { ScoredHistory, ScoredStep } from './score-history.ts';

type Columns = Readonly<Record<keyof Predictions, readonly number[]>>;
type Kept = { readonly step: ScoredStep['step']; readonly byRole: Readonly<Record<string, Columns>> };

/**
 * Scores of batches that are over. They outlive the batches and the models, which retention removes: a statement needs
 * more batches than are kept.
 */
export class KeptScores {
  readonly #folder: string;

  /** @param folder of one schema; made where it is missing */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  has(batchId: string): boolean {
    return this.#names().includes(`${batchId}.json`);
  }

  put({ step, byRole }: ScoredStep): void {
    const roles = [...byRole].map(([role, predictions]) => [role, listsOf(predictions)]);
    const path = join(this.#folder, `${step.batchId}.json`);
    writeFileSync(`${path}.new`, JSON.stringify({ step, byRole: Object.fromEntries(roles) as object }));
    renameSync(`${path}.new`, path);
  }

  /** In the order of their closing, numbered anew. */
  history(): ScoredHistory {
    const kept = this.#names()
      .map((name) => JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as Kept)
      .sort((a, b) => a.step.lastCloseMs - b.step.lastCloseMs);
    return {
      batches: kept.map(({ step }, number) => ({ ...step, number })),
      predictions: kept.map(({ byRole }, batch) => ({
        batch,
        byRole: new Map(Object.entries(byRole).map(([role, columns]) => [role, predictionsOf(columns)])),
      })),
    };
  }

  #names(): readonly string[] {
    return readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
  }
}

function listsOf({ openMs, closeMs, score, flagged, label, profit }: Predictions): Columns {
  return {
    openMs: [...openMs],
    closeMs: [...closeMs],
    score: [...score],
    flagged: [...flagged],
    label: [...label],
    profit: [...profit],
  };
}

function predictionsOf(columns: Columns): Predictions {
  const predictions = emptyPredictions(columns.openMs.length);
  for (const name of Object.keys(predictions) as (keyof Predictions)[]) predictions[name].set(columns[name]);
  return predictions;
}
