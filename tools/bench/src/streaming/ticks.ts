import { parseConfiguration } from '@moving-ground/configuration';
import type { Contest } from '../contest.ts';
import type { OfflineIg } from '../ig/offline-ig.ts';
import { listenOnly } from './listen-only.ts';
import { offered } from './offered.ts';
import { streamIntoStore } from './stream-into-store.ts';

const SEED = 1;
const TICKS = 200_000;

/** @param ig left running */
export function ticks(ig: OfflineIg): Contest {
  const configuration = parseConfiguration({}, 'the bench');
  const walk = { market: { kind: 'walk', seed: SEED }, ticks: TICKS } as const;
  return {
    data: `${TICKS} ticks of a walk of 10 fields, about 4 a second of event time, default bot and batches; seed ${SEED}`,
    figure: 'rate',
    unit: 'ticks/s',
    contestants: [
      {
        name: 'client alone',
        role: 'peer',
        turn: () => offered(ig, walk, async (url) => (await listenOnly(url, TICKS)).prices),
      },
      {
        name: 'client, bot, SQLite store, exports',
        role: 'candidate',
        turn: () =>
          offered(ig, walk, async (url, folder) => {
            const { prices } = await streamIntoStore({ url, folder, configuration, ticks: TICKS });
            return prices;
          }),
      },
    ],
    absent: [],
    warmUps: 1,
    turns: 5,
  };
}
