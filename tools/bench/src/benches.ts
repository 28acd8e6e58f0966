import { contestOutcome, type Bench, type Outcome } from './bench.ts';
import { extract } from './extract/extract.ts';
import { fit, fitGrid } from './fit/fit.ts';
import { endpoint } from './endpoint/endpoint.ts';
import { durable } from './durable/durable.ts';
import { gold } from './gold/gold.ts';
import { OfflineIg } from './ig/offline-ig.ts';
import { matching } from './matching/matching.ts';
import { page } from './page/page.ts';
import { proposal } from './search/proposal.ts';
import { searchQuality } from './search/search-quality.ts';
import { refresh } from './refresh/refresh.ts';
import { soak } from './soak/soak.ts';
import { ticks } from './streaming/ticks.ts';
import { tuning } from './tuning/tuning.ts';

export const BENCHES: readonly Bench[] = [
  {
    name: 'ticks',
    title: 'ticks over the wire, through the real Lightstreamer client into bot and store',
    toReach: '20,000 ticks/s; the client alone',
    run: (told) => withIg((ig) => contestOutcome(ticks(ig), told)),
  },
  {
    name: 'matching',
    title: 'orders closed by price, with very many open',
    toReach: '0.8 million ticks/s; two binary heaps',
    run: (told) => contestOutcome(matching('shared'), told),
  },
  {
    name: 'matching-apart',
    title: 'the same where no two orders have a barrier in common: the worst case of the open book',
    toReach: 'no figure; two binary heaps',
    run: (told) => contestOutcome(matching('apart'), told),
  },
  {
    name: 'durable',
    title: 'ticks made durable in small groups',
    toReach: '50,000 ticks/s; append + fdatasync, floor: the disk sync',
    run: (told) => contestOutcome(durable(), told),
  },
  {
    name: 'gold',
    title: 'a whole recorded session from login to the last export, over the wire',
    toReach: 'less than 30 s; the client alone',
    run: (told) => withIg((ig) => contestOutcome(gold(ig), told)),
  },
  {
    name: 'extract',
    title: 'features of 10,000 transactions over a day of seconds, the tenth run of each process',
    toReach: '6 times as fast as pandas; 1.5 times the floor',
    run: (told) =>
      contestOutcome(
        extract({ size: { transactions: 10_000, seconds: 86_400, seed: 1 }, times: 10, turns: 5 }),
        told,
      ),
  },
  {
    name: 'extract-cold',
    title: 'the same, the first run of a process: code that is not compiled yet',
    toReach: 'no figure',
    run: (told) =>
      contestOutcome(
        extract({ size: { transactions: 10_000, seconds: 86_400, seed: 1 }, times: 1, turns: 5 }),
        told,
      ),
  },
  {
    name: 'extract-million',
    title: 'features of a million transactions over ten days of seconds',
    toReach: 'linear: a hundred times the rows above, the floor beside it; less than 256 MB',
    run: (told) =>
      contestOutcome(
        extract({ size: { transactions: 1_000_000, seconds: 864_000, seed: 1 }, times: 1, turns: 1 }),
        told,
      ),
  },
  {
    name: 'fit',
    title: 'one Linear Learner training, 10,000 rows',
    toReach: '1.15 times C -O3',
    run: (told) => contestOutcome(fit({ rows: 10_000, times: 3, turns: 5, peers: true }), told),
  },
  {
    name: 'fit-grid',
    title: '32 models at once, as num_models=auto trains them, 10,000 rows',
    toReach: '1.5 times the floor',
    run: (told) => contestOutcome(fitGrid(10_000, 3), told),
  },
  {
    name: 'fit-large',
    title: 'the same, 100,000 rows',
    toReach: '1.15 times C -O3',
    run: (told) => contestOutcome(fit({ rows: 100_000, times: 1, turns: 3, peers: true }), told),
  },
  {
    name: 'fit-million',
    title: 'the same, a million rows in file order',
    toReach: 'less than 4 GiB: the data once plus little',
    run: (told) => contestOutcome(fit({ rows: 1_000_000, times: 1, turns: 1, peers: false }), told),
  },
  {
    name: 'tuning',
    title: 'a tuning job of ten trainings through the local SageMaker',
    toReach: '2 s',
    run: async (told) => contestOutcome(await tuning(), told),
  },
  {
    name: 'refresh',
    title: 'from the last transaction of a batch to the new model that answers',
    toReach: '5 s',
    run: (told) => contestOutcome(refresh(), told),
  },
  {
    name: 'proposal',
    title: "the Bayesian search's next configuration",
    toReach: '50 ms up to 20 trainings',
    run: async (told) => proposal(told),
  },
  {
    name: 'search-quality',
    title: 'what ten trainings find: Bayesian search, random search, Optuna',
    toReach: 'not worse than the others by more than 0.02 of the objective',
    run: searchQuality,
  },
  {
    name: 'endpoint',
    title: 'one row of 605 values a request',
    toReach: '60 % of a bare node:http server that reads the same body',
    run: endpoint,
  },
  {
    name: 'page',
    title: 'the first visit to the page',
    toReach: 'less than 200 kB over the wire, interactive within 1 s',
    run: page,
  },
  {
    name: 'soak',
    title: 'a million ticks through client, bot, store, exports and retention',
    toReach: 'memory slope about 0, as many descriptors last as first, event-loop delay p99 below 50 ms',
    run: (told) => withIg((ig) => soak(ig, told)),
  },
];

async function withIg(run: (ig: OfflineIg) => Promise<Outcome>): Promise<Outcome> {
  const ig = new OfflineIg();
  try {
    return await run(ig);
  } finally {
    ig.close();
  }
}
