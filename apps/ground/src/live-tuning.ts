import type { Training, Tuning } from './live-view.ts';
import { percent } from './teller.ts';

/** The tuning in one sentence. */
export function tuningText(tuning: Tuning | undefined, maxJobs: number): string {
  if (!tuning) return '–';
  const failed = tuning.filter(isFailed).length;
  const best = bestOf(tuning);
  const told = best
    ? `, best validation precision ${percent(best.precision)} at recall ${percent(best.recall)}`
    : '';
  return `${tuning.length} of ${maxJobs} trainings${failed > 0 ? `, ${failed} failed` : ''}${told}`;
}

/** A line for each of the newest trainings, below their heads; none where there is no room for two of them. */
export function tuningTable(tuning: Tuning | undefined, room: number): readonly string[] {
  if (!tuning || room < 3) return [];
  const best = bestOf(tuning);
  return ['job  precision   recall', ...tuning.slice(1 - room).map((training) => rowOf(training, best))];
}

function rowOf(training: Training, best: Training | undefined): string {
  const { number, status, precision, recall } = training;
  if (isFailed(training)) return `${String(number).padStart(3)}  ${status}`;
  const figures = [percent(precision).padStart(9), percent(recall).padStart(7)].join('  ');
  return `${String(number).padStart(3)}  ${figures}${training === best ? '  best' : ''}`;
}

function isFailed({ status }: Training): boolean {
  return status !== 'Completed';
}

function bestOf(tuning: Tuning): Training | undefined {
  return tuning
    .filter((training) => !isFailed(training) && Number.isFinite(training.precision))
    .reduce<Training | undefined>(
      (best, each) => (best && best.precision >= each.precision ? best : each),
      undefined,
    );
}
