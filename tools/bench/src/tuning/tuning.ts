import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contest, Turn } from '../contest.ts';
import { startWatch } from '../stopwatch.ts';
import { createObjectStore, createSageMaker, type SageMaker } from './apps.ts';
import { putChannels, tune } from './tuning-trial.ts';

/** Ten trainings, two side by side, from the request to the status Completed, by a new service and by a used one. */
export async function tuning(): Promise<Contest> {
  const folder = mkdtempSync(join(tmpdir(), 'moving-ground-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const objects = createObjectStore(join(folder, 's3'));
  await putChannels(objects, folder);
  let count = 0;
  const started = (): SageMaker => {
    count += 1;
    const place = { region: 'eu-west-2', account: '000000000000' };
    return createSageMaker({ objects, folder: join(folder, `sagemaker-${count}`), ...place });
  };
  return {
    data: "7,000 rows to train on, 1,500 and 1,500 to judge by, x 605; the default configuration: ten trainings of 15 epochs, two at a time, the article's ranges; seed 1",
    figure: 'seconds',
    unit: 's',
    contestants: [
      { name: 'a tuning job, threads warm', role: 'candidate', turn: () => turn(started(), 2) },
      { name: 'the first of a service: threads start', role: 'peer', turn: () => turn(started(), 1) },
    ],
    absent: [
      {
        name: 'SageMaker',
        role: 'peer',
        reason: 'no account here; about 15 minutes, most of it provisioning',
      },
    ],
    warmUps: 0,
    turns: 5,
  };
}

/** The last of so many tunings by one service. */
async function turn(sageMaker: SageMaker, times: number): Promise<Turn> {
  try {
    let elapsed = { wallMs: 0, cpuMs: 0 };
    for (let time = 1; time <= times; time++) {
      const watch = startWatch();
      await tune(sageMaker, `tuning-${time}`);
      elapsed = watch();
    }
    return { units: 10, ...elapsed };
  } finally {
    await sageMaker.close();
  }
}
