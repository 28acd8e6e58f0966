import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@moving-ground/numeric';
import type { Outcome } from '../bench.ts';
import type { Told } from '../contest.ts';
import { FEATURE_DIM } from '../fit/training-rows.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { spreadOf } from '../spread.ts';
import { aligned, digits } from '../table.ts';
import { ask, type Asked } from './ask.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const CONNECTIONS = 16;
const SECONDS = 2;
const TURNS = 5;

type Server = {
  readonly name: string;
  readonly role: string;
  readonly command: string;
  readonly words: readonly string[];
};

/** One row a request, over open connections, each server a process of its own with one thread of code. */
export function endpoint(told: Told): Promise<Outcome> {
  return withScratchFolder(async (folder) => {
    const body = rowOf(1);
    const turns = new Map<string, Asked[]>();
    const servers = serversOf(folder);
    for (let turn = 0; turn < TURNS; turn++)
      for (const [place, server] of servers.entries()) {
        turns.set(server.name, [...(turns.get(server.name) ?? []), await oneTurn(server, turn, body)]);
        told(turn * servers.length + place + 1, TURNS * servers.length);
      }
    const rows = servers.map(({ name, role }) => rowFor(name, role, turns));
    return {
      data: `${FEATURE_DIM} values as CSV (${body.length} bytes), ${CONNECTIONS} connections, ${SECONDS} s a turn, ${TURNS} turns; seed 1`,
      text: aligned([
        ['', '', 'min', 'median', 'max', 'requests/s', 'p99 ms', 'of bare'],
        ...rows,
        ...absent(),
      ]),
      figures: { turns: Object.fromEntries(turns) },
    };
  });
}

function rowOf(seed: number): string {
  const random = seededRandom(seed);
  return Array.from({ length: FEATURE_DIM }, () => random.normal().toFixed(4)).join();
}

function serversOf(folder: string): readonly Server[] {
  const node = (kind: string): Pick<Server, 'command' | 'words'> => ({
    command: process.execPath,
    words: ['--disable-warning=ExperimentalWarning', `${HERE}endpoint-process.ts`, kind, folder],
  });
  const python = (kind: string): Pick<Server, 'command' | 'words'> => ({
    command: PYTHON,
    words: [`${HERE}peer_server.py`, kind],
  });
  return [
    { name: 'endpoint of the local cloud', role: 'candidate', ...node('endpoint') },
    { name: 'bare node:http, reads the body', role: 'floor', ...node('bare') },
    ...(existsSync(PYTHON)
      ? [
          { name: 'FastAPI, uvicorn, uvloop, numpy', role: 'peer', ...python('fastapi') },
          { name: 'Flask, gunicorn, 8 threads, numpy', role: 'peer', ...python('flask') },
        ]
      : []),
  ];
}

function absent(): readonly (readonly string[])[] {
  if (existsSync(PYTHON)) return [];
  return [['FastAPI and Flask', 'peer', 'not run: make their environment with npx nx run bench:environment']];
}

/** A second to warm up, then what counts. */
async function oneTurn({ command, words }: Server, turn: number, body: string): Promise<Asked> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OPENBLAS_NUM_THREADS: '1' };
  const child = spawn(command, [...words, String(turn)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    await ask(Number(line), body, CONNECTIONS, 1);
    return await ask(Number(line), body, CONNECTIONS, SECONDS);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

function rowFor(name: string, role: string, turns: ReadonlyMap<string, readonly Asked[]>): readonly string[] {
  const rateOf = (who: string) =>
    spreadOf((turns.get(who) ?? []).map(({ requestsASecond }) => requestsASecond));
  const { min, median, max } = rateOf(name);
  const p99 = spreadOf((turns.get(name) ?? []).map(({ p99Ms }) => p99Ms)).median;
  const share = median / rateOf('bare node:http, reads the body').median;
  return [name, role, ...[min, median, max].map(digits), '', digits(p99), `${Math.round(100 * share)} %`];
}
