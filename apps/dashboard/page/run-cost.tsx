import { batchUsage, estimate, PRICES_OF, refreshUsage, type Estimate } from '@moving-ground/cost';
import type { JSX } from 'preact';
import type { RunView } from '../src/view/index.ts';
import { runTuning, topics } from './connection.ts';
import { useCell } from './store.ts';

/** What a run as far as it has come would cost on AWS; of an older run as long as its trainings are known. */
export function RunCost({ run }: { readonly run: RunView }): JSX.Element {
  const [newest, older] = [useCell(topics.tuning), useCell(runTuning)];
  const tuning = older?.runId === run.runId ? older : newest;
  const trainings = tuning?.runId === run.runId ? tuning.trainings.length : tuning?.maxJobs;
  return <p class="note">{said(run, trainings)}</p>;
}

function said(run: RunView, trainings: number | undefined): string {
  const went = (state: string): boolean => run.states.some(({ name }) => name === state);
  if (!went('TuneModel')) return told(estimate(batchUsage()));
  if (trainings === undefined) return 'On AWS: cost not known, as its trainings are not.';
  return told(estimate(refreshUsage(trainings, went('ExtractFeatures') ? 'glue' : 'lambda')));
}

function told({ dollars, unpriced }: Estimate): string {
  const short = unpriced.length > 0 ? `; price unknown: ${unpriced.join(', ')}` : '';
  const amount = dollars < 0.005 ? 'less than $0.01' : `about $${dollars.toFixed(2)}`;
  return `On AWS ${amount} (${PRICES_OF.region}, prices of ${PRICES_OF.date}${short}).`;
}
