import type { Candidate } from '@moving-ground/model';
import type { CloudView, ExecutionView } from './cloud-view.ts';
import type { Told } from './loop-verbs.ts';
import { percent } from './teller.ts';
import { UsageError } from './usage-error.ts';

/** Every run, oldest first: a line each. */
export async function runsLines(cloud: CloudView): Promise<readonly Told[]> {
  const lines: Told[] = [];
  for (const execution of await cloud.executions()) lines.push(await runLine(execution, cloud));
  if (lines.length === 0) lines.push({ text: 'no run has begun yet', event: { runs: 0 } });
  return lines;
}

async function runLine({ runId, status, arn }: ExecutionView, cloud: CloudView): Promise<Told> {
  if (status === 'RUNNING') {
    const state = (await cloud.statesEntered(arn)).at(-1) ?? 'its beginning';
    return { text: `${runId}  running       now in ${state}`, event: { runId, status, state } };
  }
  const { outcome, reason } = await cloud.outcome(arn);
  return { text: `${runId}  ${outcome.padEnd(12)}  ${reason}`, event: { runId, status, outcome, reason } };
}

/** One run: its states, its trainings and its end. @throws UsageError naming the runs there are */
export async function runLines(runId: string, cloud: CloudView): Promise<readonly Told[]> {
  const executions = await cloud.executions();
  const execution = executions.find((one) => one.runId === runId);
  if (!execution) {
    const newest = executions.slice(-5).map((one) => one.runId);
    const known = newest.length > 0 ? `the newest are ${newest.join(', ')}` : 'none has begun yet';
    throw new UsageError(`there is no run ${JSON.stringify(runId)}: ${known}`);
  }
  const states = await cloud.statesEntered(execution.arn);
  const trainings = states.includes('TuneModel') ? await cloud.trainings(runId) : [];
  return [
    await runLine(execution, cloud),
    { text: `  states: ${states.join(', ')}`, event: { states } },
    ...trainings.map(trainingLine),
  ];
}

function trainingLine(candidate: Candidate): Told {
  const { trainingJobName, status, metrics } = candidate;
  const [precision, recall] = ['validation:precision', 'validation:recall'].map((name) =>
    percent(metrics[name] ?? null),
  );
  const text = `  training ${trainingJobName.slice(-12, -9)}  ${status.padEnd(10)}  validation precision ${precision} at recall ${recall}`;
  return { text, event: candidate };
}
