import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TcpPipe, type Direction } from './tcp-pipe.ts';

export type Target = { readonly host: string; readonly port: number };

/** Stands between a client and a server on this machine, and does to their connections what networks do. */
export class TcpProxy {
  readonly port: number;
  /** How much later everything arrives, each way. */
  latencyMs = 0;
  /** How many bytes are written at once, each way. */
  sliceBytes = Infinity;
  readonly #target: Target;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #server: Server;
  #gate: PromiseWithResolvers<void> | undefined;
  #armed: { readonly direction: Direction; readonly bytes: number } | undefined;

  private constructor(target: Target, server: Server) {
    this.#target = target;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => this.#join(client));
  }

  /** @returns a proxy on a free port of 127.0.0.1 that passes everything on */
  static async before(target: Target): Promise<TcpProxy> {
    return new TcpProxy(target, await listening(0));
  }

  /** Whether an armed reset has not happened yet. */
  get isArmed(): boolean {
    return this.#armed !== undefined;
  }

  /** Connections are cut, new ones refused. */
  async down(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : undefined;
    this.#server.close();
    this.cut();
    await closed;
  }

  async up(): Promise<void> {
    if (this.#server.listening) return;
    this.#server = await listening(this.port);
    this.#server.on('connection', (client) => this.#join(client));
  }

  /** Resets every connection; what was under way is lost. New ones may come. */
  cut(): void {
    for (const pair of this.#pairs) reset(pair);
  }

  /** Connections stand and new ones are taken, but nothing passes; `clear` passes on what was held. */
  blackhole(): void {
    this.#gate ??= Promise.withResolvers();
  }

  /**
   * From now on, `bytes` bytes pass in this direction, over whichever connection; the connection whose byte comes
   * next is reset. So with the direction `reply` and 0 bytes the server has done what it was asked, and nobody knows.
   */
  resetAfter(direction: Direction, bytes: number): void {
    this.#armed = { direction, bytes };
  }

  /** Ends every fault but `down`. */
  clear(): void {
    this.latencyMs = 0;
    this.sliceBytes = Infinity;
    this.#armed = undefined;
    this.#gate?.resolve();
    this.#gate = undefined;
  }

  async close(): Promise<void> {
    this.clear();
    await this.down();
  }

  #join(client: Socket): void {
    const server = connect(this.#target);
    const pair = [client, server] as const;
    const conditions = this.#conditions();
    this.#pairs.add(pair);
    new TcpPipe([client, server], 'request', conditions, () => reset(pair));
    new TcpPipe([server, client], 'reply', conditions, () => reset(pair));
    for (const socket of pair) socket.on('close', () => this.#forget(pair));
  }

  #forget(pair: readonly [Socket, Socket]): void {
    if (pair.every((socket) => socket.destroyed)) this.#pairs.delete(pair);
  }

  #conditions(): ConstructorParameters<typeof TcpPipe>[2] {
    const latencyMs = (): number => this.latencyMs;
    const sliceBytes = (): number => this.sliceBytes;
    return {
      get latencyMs() {
        return latencyMs();
      },
      get sliceBytes() {
        return sliceBytes();
      },
      whenOpen: () => this.#gate?.promise ?? Promise.resolve(),
      passing: (direction, bytes) => this.#count(direction, bytes),
    };
  }

  #count(direction: Direction, bytes: number): number {
    if (this.#armed?.direction !== direction) return bytes;
    const left = this.#armed.bytes;
    this.#armed = left >= bytes ? { direction, bytes: left - bytes } : undefined;
    return Math.min(left, bytes);
  }
}

async function listening(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function reset(pair: readonly [Socket, Socket]): void {
  for (const socket of pair) socket.resetAndDestroy();
}
