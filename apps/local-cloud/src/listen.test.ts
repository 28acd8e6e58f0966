import { describe, expect, it } from 'vitest';
import { listen, PortUnusable } from './listen.ts';

describe('a port', () => {
  it('is any free one for 0, on this machine only', async () => {
    const { server, url } = await listen(0);
    const address = server.address() as { address: string; port: number };
    expect([address.address, url]).toEqual(['127.0.0.1', `http://127.0.0.1:${address.port}`]);
    await new Promise((done) => server.close(done));
  });

  it('that is in use is refused in one sentence', async () => {
    const { server } = await listen(0);
    const { port } = server.address() as { port: number };
    await expect(listen(port)).rejects.toThrow(
      new PortUnusable(`port ${port} is in use: choose another one with --port`),
    );
    await new Promise((done) => server.close(done));
  });
});
