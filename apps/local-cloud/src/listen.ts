import { createServer, type Server } from 'node:http';

/** The port is taken, or may not be used. */
export class PortUnusable extends Error {
  override readonly name = 'PortUnusable';
}

/** Listens on 127.0.0.1 only. @param port 0 for any free one @throws PortUnusable */
export async function listen(port: number): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'is in use: choose another one with --port'
          : `cannot be used: ${error.message}`;
      fail(new PortUnusable(`port ${port} ${why}`));
    });
    server.listen(port, '127.0.0.1', done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new PortUnusable(`port ${port} gave no address`);
  return { server, url: `http://127.0.0.1:${address.port}` };
}
