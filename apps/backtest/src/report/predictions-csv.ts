import type { Predictions } from '@moving-ground/judge';
import type { Walk } from '../walk/walk-forward.ts';

/** One line an order that was scored; of each role its score and flag, empty where it did not score the batch. */
export function predictionsCsv({ predictions }: Pick<Walk, 'predictions'>): string {
  const roles = [...new Set(predictions.flatMap(({ byRole }) => [...byRole.keys()]))];
  const columns = roles.flatMap((role) => [`score of ${role}`, `flag of ${role}`]);
  const lines = [['batch', 'open_ms', 'close_ms', 'label', 'profit', ...columns].join(',')];
  for (const { batch, byRole } of predictions) {
    const [first] = byRole.values();
    if (!first) continue;
    const own = roles.map((role) => byRole.get(role));
    first.openMs.forEach((_, i) =>
      lines.push([batch, ...outcome(first, i), ...own.flatMap((p) => answer(p, i))].join(',')),
    );
  }
  return `${lines.join('\n')}\n`;
}

function outcome({ openMs, closeMs, label, profit }: Predictions, i: number): (number | undefined)[] {
  return [openMs[i], closeMs[i], label[i], Number((profit[i] ?? 0).toFixed(6))];
}

function answer(predictions: Predictions | undefined, i: number): (number | string | undefined)[] {
  return predictions
    ? [Number((predictions.score[i] ?? 0).toPrecision(7)), predictions.flagged[i]]
    : ['', ''];
}
