import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Board } from '../serve/board.ts';
import { LiveScorerSilent, LiveWatch } from './watch-live.ts';

async function scorer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_request, response) => void response.end('{}'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

describe('a live scorer', () => {
  it('is given time to start; then its silence is trouble', async () => {
    const { url, stop } = await scorer();
    await stop();
    const board = new Board();
    const watch = new LiveWatch(url, board, () => true);
    await watch.look();
    expect(board.get('live')).toMatchObject({ connected: false, isStarting: true });
    for (let look = 1; look < 20; look++) await watch.look();
    await expect(watch.look()).rejects.toThrow(LiveScorerSilent);
    expect(board.get('live')).toMatchObject({ connected: false, isStarting: false });
  });

  it('that has answered once is trouble as soon as it is silent, and nothing old is shown', async () => {
    const { url, stop } = await scorer();
    const board = new Board();
    const watch = new LiveWatch(url, board, () => true);
    await watch.look();
    expect(board.get('live')).toMatchObject({ connected: true, isStarting: false });
    await stop();
    await expect(watch.look()).rejects.toThrow(`nobody answers at ${url}`);
    expect(board.get('live')).toMatchObject({ connected: false, isStarting: false, now: null });
  });

  it('is not asked before there is a model', async () => {
    const board = new Board();
    await new LiveWatch('http://127.0.0.1:9', board, () => false).look();
    expect(board.get('live')).toMatchObject({ connected: false, isStarting: false });
  });
});
