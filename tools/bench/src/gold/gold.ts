import { parseConfiguration } from '@moving-ground/configuration';
import type { Absentee, Contest, Contestant } from '../contest.ts';
import type { OfflineIg } from '../ig/offline-ig.ts';
import { GOLD_SESSIONS, recordedSession, type Session } from '../recorded-sessions.ts';
import { listenOnly } from '../streaming/listen-only.ts';
import { offered } from '../streaming/offered.ts';
import { streamIntoStore } from '../streaming/stream-into-store.ts';

const [GOLD] = GOLD_SESSIONS;
const CLIENT = { name: 'client alone', role: 'peer' } as const;
const STREAMER = { name: 'client, bot, SQLite store, exports', role: 'candidate' } as const;
const BOT = { ordersPerSecond: 1, takeProfit: 0.5, stopLoss: 0.5 };

/** @param ig left running */
export function gold(ig: OfflineIg): Contest {
  const session = recordedSession(GOLD);
  const absent = session ? [] : [CLIENT, STREAMER].map(toAbsentee);
  return {
    data: session
      ? `${GOLD}: ${session.rows} ticks, ${session.kept} of them kept; 1 order a second, barriers of 0.5 dollars`
      : 'none',
    figure: 'seconds',
    unit: 's',
    contestants: session ? contestants(ig, session) : [],
    absent,
    warmUps: 1,
    turns: 3,
  };
}

function toAbsentee({ name, role }: typeof CLIENT | typeof STREAMER): Absentee {
  return {
    name,
    role,
    reason: `the recording market/${GOLD} is not at hand: name its folder in GROUND_DATA`,
  };
}

function contestants(ig: OfflineIg, { path, rows, kept }: Session): readonly Contestant[] {
  const configuration = parseConfiguration({ bot: BOT }, 'the bench');
  const session = { market: { kind: 'recordings', paths: [path] }, ticks: rows } as const;
  return [
    { ...CLIENT, turn: () => offered(ig, session, async (url) => (await listenOnly(url, rows)).whole) },
    {
      ...STREAMER,
      turn: () =>
        offered(ig, session, async (url, folder) => {
          const { whole } = await streamIntoStore({ url, folder, configuration, ticks: kept });
          return whole;
        }),
    },
  ];
}
