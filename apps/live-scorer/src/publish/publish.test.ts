import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../reading.ts';
import { Journal } from './journal.ts';
import { AddressTaken, serveLive, type LiveServer } from './serve-live.ts';

const START = Date.UTC(2026, 0, 5);

function readingAt(atMs: number): Reading {
  return {
    atMs,
    state: 'score',
    score: 0.5,
    predictedLabel: 1,
    latencyMs: 3,
    mostNovel: null,
    tick: { timeMs: 1, bid: 2, offer: 3 },
    model: null,
    flags: { stale: [], gap: null, novel: 0 },
  };
}

let journal: Journal;
let server: LiveServer;
let nowMs: number;

beforeEach(async () => {
  nowMs = START;
  journal = new Journal(START);
  server = await serveLive(
    { journal, summary: () => ({ open: 3 }), nowMs: () => nowMs, startedAtMs: START },
    { host: '127.0.0.1', port: 0 },
  );
});

afterEach(() => server.close());

const publish = (atMs = nowMs): string => journal.publish({ kind: 'reading', data: readingAt(atMs) });

async function get(path: string, method = 'GET'): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${server.url}${path}`, { method });
  return { status: answer.status, body: await answer.json() };
}

/** The first characters of the event stream. */
async function streamed(length: number, lastId?: string): Promise<string> {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}/events`, {
    headers: lastId === undefined ? {} : { 'last-event-id': lastId },
    signal: stop.signal,
  });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    if (text.length >= length) break;
  }
  stop.abort();
  return text;
}

const idsOf = (text: string): string[] => text.match(/(?<=^id: )\S+/gm) ?? [];

describe('/now', () => {
  it('is the newest reading as long as it is new, and then that there is none', async () => {
    expect(await get('/now')).toEqual({ status: 200, body: { state: 'starting' } });
    const id = publish();
    nowMs += 3000;
    expect((await get('/now')).body).toEqual({ ...readingAt(START), id, ageMs: 3000 });
    nowMs += 1;
    expect((await get('/now')).body).toEqual({ state: 'stalled', ageMs: 3001, lastReadingId: id });
  });
});

describe('/recent', () => {
  it('is a list of readings with their outcomes, oldest first', async () => {
    const ids = [publish(), publish(), publish()];
    const outcome = {
      readingId: ids[1] ?? '',
      askedAtMs: 0,
      openTimeMs: 1,
      closeTimeMs: 2,
      openPrice: 3,
      closePrice: 4,
      exit: 'take-profit',
      outcome: 'profit',
      nominalProfit: 1,
      actualProfit: 1,
      score: 0.5,
      predictedLabel: 1,
      runId: 'run',
    } as const;
    journal.publish({ kind: 'outcome', data: outcome });
    const { body } = await get('/recent?n=2');
    expect(body).toEqual([
      { id: ids[1], reading: readingAt(START), outcome },
      { id: ids[2], reading: readingAt(START), outcome: null },
    ]);
  });

  it.each(['0', '1001', '1.5', 'x', '-1', ''])('of n=%s is refused', async (n) => {
    expect(await get(`/recent?n=${n}`)).toEqual({
      status: 400,
      body: { error: `n was ${JSON.stringify(n)}: give a number from 1 to 1000` },
    });
  });
});

describe('the server', () => {
  it('knows its paths and GET, and nothing else', async () => {
    expect(await get('/summary')).toEqual({ status: 200, body: { open: 3 } });
    expect((await get('/')).status).toBe(404);
    expect((await get('/now', 'POST')).status).toBe(405);
    expect((await get('/summary/__proto__')).status).toBe(404);
  });

  it('answers a request line that is no address', async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((done) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'),
      );
      socket.once('data', (chunk: Buffer) => {
        done(chunk.toString());
        socket.destroy();
      });
    });
    expect(answer).toContain('404');
  });

  it('is healthy while readings come, whatever they say, and not when they have stopped', async () => {
    expect(await get('/health')).toEqual({
      status: 200,
      body: { isAble: true, state: 'starting', ageMs: null },
    });
    publish();
    nowMs += 59_999;
    expect(await get('/health')).toEqual({
      status: 200,
      body: { isAble: true, state: 'score', ageMs: 59_999 },
    });
    nowMs += 1;
    expect((await get('/health')).status).toBe(503);
  });

  it('says when its address cannot be had', async () => {
    const port = Number(new URL(server.url).port);
    const again = serveLive(
      { journal, summary: () => ({}), nowMs: () => nowMs, startedAtMs: START },
      { host: '127.0.0.1', port },
    );
    await expect(again).rejects.toThrow(AddressTaken);
    await expect(again).rejects.toThrow(`GROUND_LIVE_PORT was ${port}`);
  });
});

describe('/events', () => {
  it('begin after the last event that the reader has, and tell how many are not kept any more', async () => {
    const ids = Array.from({ length: 2000 }, () => publish());
    expect(idsOf(await streamed(200, ids[1997]))).toEqual([ids[1998], ids[1999]]);
    const text = await streamed(100_000, ids[9]);
    expect(text).toContain('event: missed\ndata: {"missed":190}\n');
    expect(idsOf(text)[0]).toBe(ids[200]);
  });

  it.each(['other-5', 'x', '-', `${START.toString(36)}-9999`, `${START.toString(36)}-1.5`])(
    'after %s, an id of another process, are all that is kept',
    async (lastId) => {
      const ids = [publish(), publish()];
      const text = await streamed(400, lastId);
      expect(text).toContain('event: missed\ndata: {"missed":null}\n');
      expect(idsOf(text)).toEqual(ids);
    },
  );

  it('have ids that no two processes share, and one line of data each', async () => {
    const id = publish();
    expect(id).toBe(`${START.toString(36)}-1`);
    const text = await streamed(100, `${START.toString(36)}-0`);
    expect(text).toContain(`id: ${id}\nevent: reading\ndata: ${JSON.stringify(readingAt(START))}\n\n`);
  });

  it('cut a reader off that takes nothing, and go on for the others', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    const closed = new Promise<void>((done) => socket.once('close', () => done()));
    socket.on('error', () => undefined);
    socket.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((first) => socket.once('data', first));
    socket.pause();
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    for (let round = 0; round < 400; round++) {
      for (let i = 0; i < 500; i++) publish();
      await new Promise(setImmediate);
    }
    socket.resume();
    await closed;
    expect(isClosed).toBe(true);
    expect((await get('/recent?n=1')).status).toBe(200);
  });
});
