import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, IncomingMessage, type Server } from 'node:http';
import { connect, Socket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { syntheticMarket } from '../../market/synthetic-market.ts';
import { noFaults, type IgFaults } from '../faults.ts';
import { IgLogins, type Login } from '../rest/ig-logins.ts';
import { MarketPlayback } from '../playback/market-playback.ts';
import { MarketPosition } from '../playback/market-position.ts';
import { quoteSpecial, UpdateEncoder } from './encode-update.ts';
import { TlcpServer } from './tlcp-server.ts';

const EPIC = 'CS.D.BITCOIN.CFD.IP';
const TICK = syntheticMarket({ seed: 1, startMs: Date.UTC(2026, 0, 5) }).next().value;

let folder: string;
let http: Server;
let url: string;
let faults: IgFaults;
let logins: IgLogins;
let login: Login;
let playback: MarketPlayback;
let tlcp: TlcpServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlcp-'));
  faults = { ...noFaults(), mute: true };
  logins = new IgLogins();
  login = logins.logIn();
  playback = new MarketPlayback({
    source: async function* () {
      yield await Promise.resolve([TICK]);
    },
    speed: 'max',
    paused: () => false,
    position: new MarketPosition(join(folder, 'position.json')),
    faults,
    onFailure: () => undefined,
  });
  tlcp = new TlcpServer({ epic: EPIC, logins, faults, playback });
  http = createServer((request, response) => void tlcp.http(request, response));
  http.on('upgrade', (request, socket, head) => tlcp.upgrade(request, socket, head));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/lightstreamer`;
});

afterEach(async () => {
  tlcp.close();
  await playback.close();
  http.closeAllConnections();
  await new Promise((done) => http.close(done));
  rmSync(folder, { recursive: true });
});

async function post(path: string, parameters: Record<string, string>): Promise<string[]> {
  const body = new URLSearchParams(parameters).toString();
  const response = await fetch(`${url}/${path}`, { method: 'POST', body });
  return (await response.text()).trimEnd().split('\r\n');
}

function create(changed: Record<string, string> = {}, protocol = 'TLCP-2.1.0'): Promise<string[]> {
  const password = `CST-${login.cst}|XST-${login.securityToken}`;
  const parameters = { LS_user: login.accountId, LS_password: password, LS_polling: 'true', ...changed };
  return post(`create_session.txt?LS_protocol=${protocol}`, parameters);
}

async function newSession(): Promise<string> {
  return (await create())[0]?.split(',')[1] ?? '';
}

/** Sends frames and answers all lines up to the first that begins with `last`. */
async function say(frames: readonly string[], last: string): Promise<string[]> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'TLCP-2.1.0.lightstreamer.com');
  const lines: string[] = [];
  await new Promise<void>((done, fail) => {
    socket.on('open', () => frames.forEach((frame) => socket.send(frame)));
    socket.on('error', fail);
    socket.on('message', (data: Buffer) => {
      lines.push(...data.toString().split('\r\n').filter(Boolean));
      if (lines.some((line) => line.startsWith(last))) done();
    });
  });
  socket.terminate();
  return lines;
}

function add(changed: Record<string, string> = {}): string {
  const parameters = {
    LS_op: 'add',
    LS_reqId: '7',
    LS_subId: '1',
    LS_mode: 'MERGE',
    LS_group: `PRICE:${login.accountId}:${EPIC}`,
    LS_schema: 'TIMESTAMP BIDPRICE1',
    LS_data_adapter: 'Pricing',
    LS_snapshot: 'true',
    ...changed,
  };
  return `control\r\n${new URLSearchParams(parameters).toString()}`;
}

describe('a session', () => {
  it('is made with the tokens of the login and its account', async () => {
    const [first, ...others] = await create();
    expect(first).toMatch(/^CONOK,S\w+,50000,\d+,\*$/);
    expect(others).toEqual(['SERVNAME,local', 'CLIENTIP,127.0.0.1', 'CONS,unlimited', 'LOOP,0']);
  });

  it.each([
    ['CONERR,1,', { LS_password: 'CST-a|XST-b' }, 'TLCP-2.1.0'],
    ['CONERR,1,', { LS_user: 'OTHER' }, 'TLCP-2.1.0'],
    ['CONERR,1,', { LS_password: '' }, 'TLCP-2.1.0'],
    ['CONERR,2,', { LS_adapter_set: 'OTHER' }, 'TLCP-2.1.0'],
    ['CONERR,65,Unsupported protocol version: TLCP-2.5.0', {}, 'TLCP-2.5.0'],
  ])('is refused with %s for %j over %s', async (refusal, changed, protocol) => {
    const [first] = await create(changed, protocol);
    expect(first?.startsWith(refusal)).toBe(true);
  });

  it('that is unknown can neither be bound nor recovered nor controlled', async () => {
    expect(await say(['bind_session\r\nLS_session=S9&'], 'CONERR')).toContain(
      'CONERR,20,Specified session not found',
    );
    expect(await say([add()], 'REQERR')).toContain('REQERR,7,20,Specified session not found');
    const recovery = { LS_session: 'S9', LS_recovery_from: '0' };
    expect(await post('bind_session.txt', recovery)).toEqual(['CONERR,20,Specified session not found']);
  });

  it('ends with 35 when the same user makes another', async () => {
    const session = await newSession();
    const ended = say([`bind_session\r\nLS_session=${session}&`], 'END');
    await new Promise((done) => setTimeout(done, 50));
    await create();
    expect((await ended).at(-1)).toBe('END,35,Another session of this user');
  });
});

describe('a subscription', () => {
  it('is accepted before anything is sent, and begins with all fields', async () => {
    const session = await newSession();
    faults.mute = false;
    const lines = await say([`bind_session\r\nLS_session=${session}&`, add()], 'U,');
    expect(lines.filter((line) => !/^(CON|PROBE)/.test(line) || line.startsWith('CONF'))).toEqual([
      'REQOK,7',
      'SUBOK,1,1,2',
      'CONF,1,unlimited,filtered',
      `U,1,1,${TICK.timeMs}|${TICK.bid}`,
    ]);
  });

  it.each([
    [17, { LS_data_adapter: 'DEFAULT' }],
    [21, { LS_group: `L1:${EPIC}` }],
    [21, { LS_group: 'PRICE:LOCAL1:CS.D.NOTHING.CFD.IP' }],
    [-1, { LS_group: `PRICE:LOCAL2:${EPIC}` }],
    [23, { LS_schema: 'TIMESTAMP BID' }],
    [24, { LS_mode: 'DISTINCT' }],
  ])('is refused with %i for %j', async (code, changed) => {
    const session = await newSession();
    const lines = await say([`bind_session\r\nLS_session=${session}&`, add(changed)], 'REQERR');
    expect(lines.at(-1)?.startsWith(`REQERR,7,${code},`)).toBe(true);
  });

  it('that was recovered repeats what was missed, and only that', async () => {
    const session = await newSession();
    faults.mute = false;
    const bind = `bind_session\r\nLS_session=${session}&`;
    await say([bind, add()], 'U,');
    faults.mute = true;
    // Of SUBOK, CONF and U the client says that it has read two.
    const recovery = await post('bind_session.txt', { LS_session: session, LS_recovery_from: '2' });
    expect(recovery.slice(1)).toEqual(['PROG,2', 'LOOP,0']);
    const lines = await say([bind], 'U,');
    expect(lines.slice(2)).toEqual([`U,1,1,${TICK.timeMs}|${TICK.bid}`]);
    const beyond = await post('bind_session.txt', { LS_session: session, LS_recovery_from: '4' });
    expect(beyond).toEqual(['CONERR,4,Recovery failed']);
  });
});

describe('an upgrade to another path', () => {
  it('is refused and its connection closed, also when the client keeps its side open', async () => {
    const { port } = http.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.write('GET /other HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await text(client)).toMatch(/^HTTP\/1\.1 404 /);
    const connections = (): Promise<number> =>
      new Promise((done, fail) => {
        http.getConnections((error, count) => (error ? fail(error) : done(count)));
      });
    await expect.poll(connections).toBe(0);
    client.destroy();
  });

  it('does no harm when its client is gone before it has read the refusal', () => {
    const request = new IncomingMessage(new Socket());
    request.url = '/other';
    const socket = new PassThrough();
    tlcp.upgrade(request, socket, Buffer.alloc(0));
    expect(() => socket.emit('error', new Error('read ECONNRESET'))).not.toThrow();
  });
});

describe('an update', () => {
  const fields = ['DLG_FLAG', 'HIGH', 'DELAY', 'NET_CHG'];

  it('pads the dealing flag, writes null as # and what did not change as nothing', () => {
    const encoder = new UpdateEncoder(3, fields);
    const tick = { ...TICK, high: null, change: 0.1 + 0.2 };
    expect(encoder.encode(tick)).toBe('U,3,1,DEAL            |#|0|0.30000000000000004');
    expect(encoder.encode(tick)).toBe('U,3,1,|||');
    expect(encoder.encode({ ...tick, high: 6500.5 }, quoteSpecial, { DELAY: null })).toBe('U,3,1,|6500.5|#|');
    expect(encoder.encode({ ...tick, marketState: 'SUSPENDED' })).toBe('U,3,1,SUSPEND         |#|0|');
  });
});
