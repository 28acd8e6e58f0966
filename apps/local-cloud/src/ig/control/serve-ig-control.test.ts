import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { router, type Routes } from '../../http/router.ts';
import { noFaults } from '../faults.ts';
import { offeredIg, ticksOf, until } from '../offered-ig.ts';
import { serveIgControl } from './serve-ig-control.ts';

const ig = offeredIg();

let server: Server;
let bugs: unknown[];

beforeEach(async () => {
  bugs = [];
  ig().offer(ticksOf(200_000), { speed: 100 });
  const other: Routes['s3'] = (_request, response) => void response.writeHead(599).end();
  server = createServer(
    router({
      jsonServices: [],
      sageMakerRuntime: other,
      lambda: other,
      ig: other,
      igControl: serveIgControl(ig().control),
      s3: other,
      onBug: (error) => bugs.push(error),
    }),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  expect(bugs).toEqual([]);
});

const port = (): number => (server.address() as AddressInfo).port;

type Answer = { readonly status: number | undefined; readonly body: Record<string, unknown> | undefined };

/** Over node:http, which lets host and origin be set. */
function ask(method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    const sent = { 'content-type': 'application/json', ...headers } as Record<string, string>;
    const options = { host: '127.0.0.1', port: port(), method, path: `/local/ig/${path}`, headers: sent };
    const request = httpRequest(options, (response) => {
      void text(response).then((read) =>
        done({
          status: response.statusCode,
          body: read ? (JSON.parse(read) as Answer['body']) : undefined,
        }),
      );
    });
    request.on('error', fail);
    request.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

describe('the faults over HTTP', () => {
  it('are those that were put, and no others, until none are', async () => {
    const { faults } = ig().control;
    const put = {
      mute: true,
      subscriptionRefusals: [{ code: 17, message: 'Data Adapter not found' }],
      everyUpdate: { DELAY: '1', HIGH: null },
    };
    expect(await ask('PUT', 'faults', put)).toEqual({ status: 200, body: { ...noFaults(), ...put } });
    expect(faults).toEqual({ ...noFaults(), ...put });
    expect((await ask('PUT', 'faults', { allowanceRefusals: 3 })).status).toBe(200);
    expect(await ask('GET', 'faults')).toEqual({
      status: 200,
      body: { ...noFaults(), allowanceRefusals: 3 },
    });
    expect((await ask('PUT', 'faults', {})).status).toBe(200);
    expect(ig().control.faults).toBe(faults);
    expect(faults).toEqual(noFaults());
  });

  it.each([
    [{ mut: true }, /Unrecognized key: "mut"/],
    [{ mute: 'yes' }, /^mute: .*expected boolean/],
    [{ everyUpdate: { BID: '1' } }, /^everyUpdate: .*"BID"/],
    [{ sessionRefusals: [{ code: 5 }] }, /^sessionRefusals\.0\.message: /],
    [{ sessionRefusals: [{ code: 5, message: '', after: 1 }] }, /^sessionRefusals\.0: .*"after"/],
    [{ burstTicksASecond: -1 }, /^burstTicksASecond: /],
    [{ allowanceRefusals: 1.5 }, /^allowanceRefusals: /],
    [JSON.parse('{"__proto__":{"mute":true}}') as object, /__proto__/],
    [[], /expected object/],
    ['{"mute":', /the body is no JSON/],
  ])('that cannot be, as %j, are refused by name and change nothing', async (put, message) => {
    ig().control.faults.mute = true;
    const { status, body } = await ask('PUT', 'faults', put);
    expect([status, ig().control.faults]).toEqual([400, { ...noFaults(), mute: true }]);
    expect(body?.error).toMatch(message);
  });

  it('that are too many bytes are refused', async () => {
    const put = {
      sessionRefusals: Array.from({ length: 900 }, () => ({ code: 1, message: 'x'.repeat(100) })),
    };
    expect((await ask('PUT', 'faults', put)).status).toBe(413);
  });

  it.each([
    ['POST', 'faults'],
    ['GET', 'drop'],
    ['PUT', 'end'],
    ['OPTIONS', 'faults'],
    ['POST', 'explode'],
    ['POST', 'toString'],
    ['DELETE', 'faults'],
  ])('have no %s of %s', async (method, path) => {
    const { status, body } = await ask(method, path);
    expect(status).toBe(404);
    expect(body?.error).toMatch(/PUT \/local\/ig\/faults.*POST \/local\/ig\/drop/);
  });
});

describe('a page of another origin', () => {
  it.each([
    ['http://evil.example', undefined],
    ['null', undefined],
    ['https://127.0.0.1:PORT', undefined],
    ['http://127.0.0.1:1', undefined],
    ['http://localhost:PORT.evil.example', undefined],
    [undefined, 'evil.example:PORT'],
    [undefined, '127.0.0.1'],
  ])('of origin %s at host %s can neither read nor do anything', async (origin, host) => {
    const here = (text: string): string => text.replace('PORT', String(port()));
    const headers = { ...(origin && { origin: here(origin) }), ...(host && { host: here(host) }) };
    expect((await ask('PUT', 'faults', { mute: true }, headers)).status).toBe(403);
    expect((await ask('POST', 'invalidate-tokens', {}, headers)).status).toBe(403);
    expect((await ask('GET', 'faults', undefined, headers)).status).toBe(403);
    expect(ig().control.faults).toEqual(noFaults());
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ])('or anybody without JSON, as with %j, is refused', async (type) => {
    const { status } = await ask('PUT', 'faults', { mute: true }, { 'content-type': type });
    expect([status, ig().control.faults.mute]).toEqual([415, false]);
  });

  it.each(['http://127.0.0.1:PORT', 'http://localhost:PORT'])('is not the own page at %s', async (origin) => {
    const headers = { origin: origin.replace('PORT', String(port())) };
    expect((await ask('PUT', 'faults', { mute: true }, headers)).status).toBe(200);
    expect(ig().control.faults.mute).toBe(true);
  });
});

describe('a client', () => {
  it('that is not there cannot be cut off', async () => {
    for (const path of ['drop', 'loop']) expect((await ask('POST', path, {})).status).toBe(409);
    expect((await ask('POST', 'end', { code: 48 })).status).toBe(409);
  });

  it('is dropped, looped, ended, and loses its tokens over HTTP', async () => {
    const heard = await ig().listen();
    const more = async (): Promise<void> => {
      const { length } = heard.ticks;
      await until('more ticks', () => heard.ticks.length > length + 20);
    };
    const upgrades = (): number => ig().count('UPGRADE /lightstreamer');
    await more();
    expect(await ask('POST', 'drop')).toEqual({ status: 204, body: undefined });
    await until('a recovery', () => upgrades() === 2);
    await more();
    expect((await ask('POST', 'loop', {})).status).toBe(204);
    await more();
    expect((await ask('POST', 'invalidate-tokens', {})).status).toBe(204);
    expect((await ask('POST', 'end', { code: 48 })).status).toBe(204);
    await until('a new login', () => ig().logins === 2);
    await until('a snapshot', () => heard.snapshots.length === 2);
    await more();
  });

  it.each([{}, { code: 'x' }, { code: 48, why: 'x' }, { code: 48.5 }])('is not ended by %j', async (body) => {
    expect((await ask('POST', 'end', body)).status).toBe(400);
  });
});
