import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TcpProxy } from './tcp-proxy.ts';

const PATIENCE = { timeout: 20_000, interval: 5 };

/** A server that sends back what it gets, and keeps it. */
describe('a TCP proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let received = '';
  const clients: Socket[] = [];

  beforeEach(async () => {
    received = '';
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        received += bytes.toString();
        socket.write(bytes);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.before({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    server.close();
  });

  function dial() {
    const socket = connect(proxy.port, '127.0.0.1');
    const heard = { text: '', chunks: 0, error: '' };
    socket.on('error', (error: NodeJS.ErrnoException) => (heard.error = String(error.code)));
    socket.on('data', (bytes) => {
      heard.text += bytes.toString();
      heard.chunks++;
    });
    clients.push(socket);
    return { socket, heard };
  }

  it('passes everything on, both ways, and the end too', async () => {
    const { socket, heard } = dial();
    socket.write('hello');
    await vi.waitUntil(() => heard.text === 'hello', PATIENCE);
    socket.end();
    await once(socket, 'close');
    expect(heard.error).toBe('');
  });

  it('refuses while it is down, on the same port as before when it is up again', async () => {
    const { heard: cut } = dial();
    await vi.waitUntil(() => clients[0]?.readyState === 'open', PATIENCE);
    await proxy.down();
    await vi.waitUntil(() => cut.error === 'ECONNRESET', PATIENCE);
    const { heard } = dial();
    await vi.waitUntil(() => heard.error === 'ECONNREFUSED', PATIENCE);
    await proxy.up();
    const { socket, heard: again } = dial();
    socket.write('again');
    await vi.waitUntil(() => again.text === 'again', PATIENCE);
  });

  it('as a black hole takes connections and passes nothing; cleared, it passes on what it held', async () => {
    proxy.blackhole();
    const { socket, heard } = dial();
    socket.write('held');
    await once(socket, 'connect');
    socket.destroy();
    const { socket: second, heard: toSecond } = dial();
    await once(second, 'connect');
    expect([received, heard.text]).toEqual(['', '']);
    proxy.clear();
    await vi.waitUntil(() => received === 'held', PATIENCE);
    second.write('!');
    await vi.waitUntil(() => toSecond.text === '!', PATIENCE);
  });

  it.each([0, 1, 4])('resets behind exactly %i bytes of the reply, once', async (bytes) => {
    proxy.resetAfter('reply', bytes);
    const { socket, heard } = dial();
    socket.write('hello');
    await vi.waitUntil(() => socket.closed, PATIENCE);
    expect([received, heard.error]).toEqual(['hello', 'ECONNRESET']);
    expect('hello'.slice(0, bytes).startsWith(heard.text)).toBe(true);
    expect(proxy.isArmed).toBe(false);
    const { socket: next, heard: toNext } = dial();
    next.write('hello');
    await vi.waitUntil(() => toNext.text === 'hello', PATIENCE);
  });

  it('resets behind so many bytes of the request that the server has a part of it at most', async () => {
    proxy.resetAfter('request', 3);
    const { socket } = dial();
    socket.write('hello');
    await vi.waitUntil(() => socket.closed, PATIENCE);
    expect('hel'.startsWith(received)).toBe(true);
    expect(proxy.isArmed).toBe(false);
  });

  it('slices what it passes on, in order', async () => {
    proxy.sliceBytes = 3;
    const { socket, heard } = dial();
    const text = 'abcdefghij'.repeat(5);
    socket.write(text);
    await vi.waitUntil(() => heard.text.length === text.length, PATIENCE);
    expect(heard.text).toBe(text);
    expect(heard.chunks).toBeGreaterThan(5);
  });

  it('holds everything up by its latency, in order', async () => {
    proxy.latencyMs = 40;
    const { socket, heard } = dial();
    const started = performance.now();
    for (const part of ['a', 'b', 'c']) socket.write(part);
    await vi.waitUntil(() => heard.text === 'abc', PATIENCE);
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
  });
});
