import { startLoop } from '@moving-ground/end-to-end/loop';
import type { Contest, Turn } from '../contest.ts';
import { withScratchFolder } from '../scratch-folder.ts';

/** How old a model's newest transaction is when the model answers: a whole run, as `npm start -- --once` makes it. */
export function refresh(): Contest {
  return {
    data: 'the synthetic market and the default configuration: 10,000 transactions, 605 features, ten trainings, a model verified behind the endpoint; each turn a new loop, whose threads are cold',
    figure: 'seconds',
    unit: 's',
    contestants: [{ name: 'the loop on this machine', role: 'candidate', turn: oneRefresh }],
    absent: [
      {
        name: 'the article’s system on AWS',
        role: 'peer',
        reason: 'no account here; about 20 minutes by its own account',
      },
    ],
    warmUps: 0,
    turns: 5,
  };
}

/** From the moment the batch is full until its run has ended with a model in service. */
function oneRefresh(): Promise<Turn> {
  return withScratchFolder(async (folder) => {
    const loop = startLoop('--once', '--data', folder);
    const full = await loop.event(({ event }) => event === 'batch-full');
    const { outcome } = await loop.event(({ event }) => event === 'run-ended');
    const wallMs = Date.now() - Date.parse(String(full['time']));
    const { code } = await loop.ended;
    if (code !== 0 || outcome !== 'promoted')
      throw new Error(`the run ended as ${String(outcome)}, the loop with ${code}`);
    return { units: 1, wallMs, cpuMs: NaN };
  });
}
