import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunView } from '../view/index.ts';
import { Board } from './board.ts';
import { createServer } from './create-server.ts';

const TOKEN = 'a-token';
const RUN: RunView = {
  runId: '20260105t101500-0f3a9c21-1',
  status: 'SUCCEEDED',
  startedAtMs: 1000,
  stoppedAtMs: 2000,
  outcome: 'retained',
  reason: 'the champion is better',
  state: 'Done',
  states: [],
};
let page: string;
let board: Board;
let server: FastifyInstance;
let started: string[];

beforeEach(async () => {
  page = mkdtempSync(join(tmpdir(), 'ground-page-'));
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  writeFileSync(join(page, 'main.js'), `export {};${' '.repeat(5000)}`);
  writeFileSync(join(page, 'secret.txt'), 'not a part of the page');
  board = new Board();
  started = [];
  server = await createServer({
    board,
    page,
    token: TOKEN,
    runs: () => [RUN],
    decision: (runId) => Promise.resolve({ runId, verdict: 'retain' }),
    tuning: () => Promise.resolve(undefined),
    model: () => undefined,
    ticks: (seconds) => Promise.resolve({ ms: [seconds], bid: [1], offer: [2] }),
    runAgain: (batchId) => {
      started.push(batchId);
      return batchId === 'gone'
        ? Promise.reject(new Error('it is not staged'))
        : Promise.resolve(`${batchId}-2`);
    },
  });
});
afterEach(async () => {
  await server.close();
  rmSync(page, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host: '127.0.0.1:4000', ...headers } });

describe('the page of this machine', () => {
  it('is served with a policy that lets nothing else in', async () => {
    const answer = await get('/');
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect((await get('/main.js')).statusCode).toBe(200);
  });

  it('tells the decision of a run that it lists, and of no other', async () => {
    expect((await get(`/api/runs/${RUN.runId}/decision`)).json()).toEqual({
      runId: RUN.runId,
      verdict: 'retain',
    });
    const other = await get('/api/runs/..%2Fmodels/decision');
    expect([other.statusCode, other.json<{ error: string }>().error]).toEqual([
      404,
      'run "../models" has no decision',
    ]);
  });

  it('comes compressed to who takes that, and as it is to others', async () => {
    const small = await get('/main.js', { 'accept-encoding': 'gzip' });
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(small.rawPayload.length).toBeLessThan(500);
    expect((await get('/main.js')).rawPayload).toHaveLength(5010);
  });

  it('is no way to other files', async () => {
    for (const path of ['/secret.txt', '/../package.json', '/%2e%2e/package.json'])
      expect((await get(path)).statusCode).toBe(404);
  });

  it('is refused to a name that was made to point here, and to other sites', async () => {
    expect((await get('/', { host: 'evil.example:4000' })).statusCode).toBe(403);
    expect((await get('/api/model', { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await get('/', { origin: 'http://127.0.0.1:4000' })).statusCode).toBe(200);
    expect((await get('/', { origin: 'no address' })).statusCode).toBe(403);
  });
});

describe('what is asked for', () => {
  it('is told to be absent in a sentence', async () => {
    expect((await get('/api/runs/x')).json()).toEqual({ error: 'there is no run "x" among the newest' });
    expect((await get('/api/tunings/x')).statusCode).toBe(404);
    expect((await get('/api/model')).json()).toEqual({ error: 'there is no model yet' });
  });

  it('is a span of ticks within a day', async () => {
    expect((await get('/api/ticks?seconds=60')).json()).toMatchObject({ ms: [60] });
    for (const seconds of ['0', '-1', '1.5', 'x', '86401']) {
      const refused = await get(`/api/ticks?seconds=${seconds}`);
      expect([refused.statusCode, (refused.json() as { error: string }).error]).toEqual([
        400,
        `seconds was "${seconds}": give a whole number to 86400`,
      ]);
    }
  });
});

describe('running a batch again', () => {
  const post = (id: string, authorization?: string) =>
    server.inject({
      method: 'POST',
      url: `/api/batches/${id}/run`,
      headers: { host: '127.0.0.1:4000', ...(authorization === undefined ? {} : { authorization }) },
    });

  it('needs the token', async () => {
    for (const given of [undefined, 'Bearer wrong', `Bearer ${TOKEN}x`, TOKEN])
      expect((await post('b', given)).statusCode).toBe(401);
    expect(started).toEqual([]);
    const answer = await post('b', `Bearer ${TOKEN}`);
    expect([answer.statusCode, answer.json()]).toEqual([202, { runId: 'b-2' }]);
  });

  it('tells why it cannot be', async () => {
    const answer = await post('gone', `Bearer ${TOKEN}`);
    expect([answer.statusCode, answer.json()]).toEqual([409, { error: 'it is not staged' }]);
  });
});

describe('the events', () => {
  /** What comes until the text has been seen. */
  async function read(url: string, until: string, headers: Record<string, string> = {}): Promise<string> {
    const stop = new AbortController();
    const answer = await fetch(`${url}/events`, { headers, signal: stop.signal });
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes(until)) break;
    }
    stop.abort();
    return text;
  }

  it('begin with what is known, and go on where a page was', async () => {
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    board.put('model', 1);
    const first = await read(url, 'event: model');
    expect(first).toContain('data: {"isWhole":false}');
    const id = /id: (\S+)\nevent: model/.exec(first)?.[1] ?? '';
    board.addTicks({ ms: [7], bid: [1], offer: [2] });
    const again = await read(url, 'event: ticks', { 'last-event-id': id });
    expect(again).toContain('data: {"isWhole":true}');
    expect(again).not.toContain('event: model');
  });

  it('of another process are not gone on with', async () => {
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    board.put('model', 1);
    const text = await read(url, 'event: model', { 'last-event-id': '00000000-1' });
    expect(text).toContain('data: {"isWhole":false}');
  });
});
