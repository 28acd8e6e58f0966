import { describe, expect, it } from 'vitest';
import type { Candidate } from '@moving-ground/model';
import type { CloudView, ExecutionView } from './cloud-view.ts';
import { RunWatcher, type RunEvent } from './run-watcher.ts';

class FakeCloud implements Pick<CloudView, 'executions' | 'statesEntered' | 'outcome' | 'trainings'> {
  runs: ExecutionView[] = [];
  states: string[] = [];
  tried: Candidate[] = [];
  executions = (): Promise<readonly ExecutionView[]> => Promise.resolve(this.runs);
  statesEntered = (): Promise<readonly string[]> => Promise.resolve(this.states);
  outcome: CloudView['outcome'] = () => Promise.resolve({ outcome: 'promoted', reason: 'first model' });
  trainings = (): Promise<readonly Candidate[]> => Promise.resolve(this.tried);
}

const candidate = (trainingJobName: string, status: Candidate['status']): Candidate => ({
  trainingJobName,
  status,
  hyperparameters: {},
  metrics: {},
  modelDataUrl: '',
});

function watching(): { cloud: FakeCloud; told: RunEvent[]; watcher: RunWatcher } {
  const cloud = new FakeCloud();
  const told: RunEvent[] = [];
  return { cloud, told, watcher: new RunWatcher(cloud as unknown as CloudView, (event) => told.push(event)) };
}

describe('a run watcher', () => {
  it('tells each fact once, in order', async () => {
    const { cloud, told, watcher } = watching();
    cloud.runs = [{ runId: 'r-1', arn: 'a', status: 'RUNNING' }];
    cloud.states = ['CheckBatch', 'TuneModel'];
    cloud.tried = [candidate('t-001', 'InProgress')];
    expect(await watcher.look()).toBe(1);
    cloud.tried = [candidate('t-001', 'Completed')];
    await watcher.look();
    cloud.runs = [{ runId: 'r-1', arn: 'a', status: 'SUCCEEDED' }];
    cloud.states = ['CheckBatch', 'TuneModel', 'Done'];
    expect(await watcher.look()).toBe(0);
    await watcher.look();
    expect(told.map((e) => [e.event, 'state' in e ? e.state : ''].join(' ').trim())).toEqual([
      'run-started',
      'state-entered CheckBatch',
      'state-entered TuneModel',
      'training-ended',
      'state-entered Done',
      'run-ended',
    ]);
  });

  it('is silent about runs that were over before it began', async () => {
    const { cloud, told, watcher } = watching();
    cloud.runs = [{ runId: 'old-1', arn: 'a', status: 'SUCCEEDED' }];
    await watcher.skipEnded();
    await watcher.look();
    expect(told).toEqual([]);
  });

  it('tells a state again when it is entered again', async () => {
    const { cloud, told, watcher } = watching();
    cloud.runs = [{ runId: 'r-1', arn: 'a', status: 'RUNNING' }];
    cloud.states = ['CheckBatch', 'WaitForTurn', 'CheckBatch'];
    await watcher.look();
    expect(told.filter((e) => e.event === 'state-entered').map((e) => e.state)).toEqual(cloud.states);
  });
});
