import type { StoredTick } from '@moving-ground/market';
import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Contest, Turn } from '../contest.ts';
import { marketTicks } from '../market-ticks.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { startWatch } from '../stopwatch.ts';

const SEED = 1;
const GROUP = 10;
const GROUPS = 5_000;

type Groups = readonly (readonly StoredTick[])[];

export function durable(): Contest {
  const groups = groupsOf(GROUP, GROUPS);
  return {
    data: `${GROUP * GROUPS} ticks, durable after each group of ${GROUP}; seed ${SEED}`,
    figure: 'rate',
    unit: 'ticks/s',
    contestants: [
      { name: 'append + fdatasync', role: 'peer', turn: () => append(groups, lineOf) },
      { name: 'SQLite store', role: 'candidate', turn: () => record(groups) },
      { name: 'one byte + fdatasync', role: 'floor', turn: () => append(groups, () => '') },
    ],
    absent: [],
    warmUps: 1,
    turns: 7,
  };
}

function groupsOf(size: number, count: number): Groups {
  const ticks = [...marketTicks(size * count, SEED)].map((tick) => ({ ...tick, sequence: 0 }));
  return Array.from({ length: count }, (_, i) => ticks.slice(i * size, (i + 1) * size));
}

function record(groups: Groups): Promise<Turn> {
  return withScratchFolder(async (folder) => {
    const store = openSqliteMarketStore(join(folder, 'market.sqlite'));
    const elapsed = startWatch();
    for (const ticks of groups) await store.record({ ticks, opened: [], completed: [] });
    const turn = { units: GROUP * GROUPS, ...elapsed() };
    await store.close();
    return turn;
  });
}

function append(groups: Groups, textOf: (tick: StoredTick) => string): Promise<Turn> {
  return withScratchFolder(async (folder) => {
    const file = openSync(join(folder, 'ticks.csv'), 'a');
    const elapsed = startWatch();
    for (const ticks of groups) {
      let text = '\n';
      for (const tick of ticks) text += textOf(tick);
      writeSync(file, text);
      fdatasyncSync(file);
    }
    const turn = { units: GROUP * GROUPS, ...elapsed() };
    closeSync(file);
    return turn;
  });
}

function lineOf(tick: StoredTick): string {
  const { timeMs, sequence, bid, offer, midOpen, high, low, change, changePercent } = tick;
  const { marketState, delayed } = tick;
  return `${timeMs},${sequence},${bid},${offer},${midOpen},${high},${low},${change},${changePercent},${marketState},${delayed}\n`;
}
