import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { readBody } from '../../http/read-body.ts';
import type { IgFaults } from '../faults.ts';
import type { MarketPlayback } from '../playback/market-playback.ts';
import type { IgLogins, Login } from '../rest/ig-logins.ts';
import { controlSession } from './control-session.ts';
import { DataSession } from './data-session.ts';
import { RequestRefused } from './subscription-request.ts';
import { parseFrame, quoteMessage, type TlcpRequest } from './tlcp-request.ts';

export type TlcpServerParts = {
  readonly epic: string;
  readonly logins: IgLogins;
  readonly faults: IgFaults;
  readonly playback: MarketPlayback;
  /** A connection without news is told that it lives, at least this often; default 5 s. */
  readonly keepAliveMs?: number | undefined;
};

const PROTOCOL = 'TLCP-2.1.0';
const SUBPROTOCOL = `${PROTOCOL}.lightstreamer.com`;
const MAX_REQUEST = 64 * 1024;
const KEEPALIVE_MS = 5_000;

/** A Lightstreamer server of one item, for one client at a time: the newest session ends the one before. */
export class TlcpServer {
  readonly #parts: TlcpServerParts;
  readonly #keepAliveMs: number;
  readonly #sockets: WebSocketServer;
  readonly #watch: NodeJS.Timeout;
  #session: DataSession | undefined;
  #sessions = 0;

  constructor(parts: TlcpServerParts) {
    this.#parts = parts;
    this.#keepAliveMs = parts.keepAliveMs ?? KEEPALIVE_MS;
    this.#sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: MAX_REQUEST,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    this.#watch = setInterval(() => {
      if (!parts.faults.silent) this.#session?.keepAlive();
    }, this.#keepAliveMs / 5);
    this.#watch.unref();
  }

  get session(): DataSession | undefined {
    return this.#session?.isEnded === false ? this.#session : undefined;
  }

  async http(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#isUnreachable(request.socket)) return;
    const url = new URL(request.url ?? '/', 'http://local');
    const parameters = new URLSearchParams((await readBody(request, MAX_REQUEST)).toString());
    const lines = this.#answer(url, parameters);
    response.writeHead(lines ? 200 : 404, {
      'content-type': 'text/plain; charset=UTF-8',
      'cache-control': 'no-store',
    });
    response.end(lines ? `${lines.join('\r\n')}\r\n` : 'no such resource');
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0]?.replace(/\/$/, '') !== '/lightstreamer') {
      refuse(socket);
      return;
    }
    if (this.#isUnreachable(socket)) return;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#serve(webSocket));
  }

  close(): void {
    clearInterval(this.#watch);
    this.#session = undefined;
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  /** Cut, or left without an answer, as the faults have it. */
  #isUnreachable(socket: Duplex): boolean {
    const { refuseConnections, silent } = this.#parts.faults;
    if (refuseConnections || silent) socket.on('error', () => undefined);
    if (refuseConnections) socket.destroy();
    return refuseConnections || silent;
  }

  #answer(url: URL, parameters: URLSearchParams): string[] | undefined {
    const verb = /^\/lightstreamer\/(\w+)\.txt$/.exec(url.pathname)?.[1];
    if (verb === 'create_session') return this.#create(url.searchParams.get('LS_protocol'), parameters);
    if (verb === 'bind_session') return this.#recover(parameters);
    if (verb === 'control') return this.#controlUnbound(parameters);
    return undefined;
  }

  #create(protocol: string | null, parameters: URLSearchParams): string[] {
    const refusal = this.#parts.faults.sessionRefusals.shift();
    if (refusal) return [`CONERR,${refusal.code},${quoteMessage(refusal.message)}`];
    if (protocol !== PROTOCOL)
      return [`CONERR,65,Unsupported protocol version: ${quoteMessage(protocol ?? '')}`];
    const adapterSet = parameters.get('LS_adapter_set') ?? 'DEFAULT';
    if (adapterSet !== 'DEFAULT') return ['CONERR,2,Requested Adapter Set not available'];
    const login = this.#loginOf(parameters);
    if (!login) return ['CONERR,1,Invalid user/password'];
    this.#endBefore(parameters.get('LS_old_session'));
    const { greeting } = this.#begin(login);
    return [greeting, 'SERVNAME,local', 'CLIENTIP,127.0.0.1', 'CONS,unlimited', 'LOOP,0'];
  }

  /** One session for each user; a client that replaces its own is not told. */
  #endBefore(replaced: string | null): void {
    const before = this.session;
    if (before && before.id !== replaced) before.end(35, 'Another session of this user');
  }

  #begin(login: Login): DataSession {
    const { faults, playback } = this.#parts;
    this.#sessions += 1;
    const id = `S${this.#sessions}x${Date.now().toString(36)}`;
    const onReady = (): void => playback.wake();
    const session = new DataSession({ id, login, faults, keepAliveMs: this.#keepAliveMs, onReady });
    this.#session = session;
    playback.attach(session);
    return session;
  }

  #loginOf(parameters: URLSearchParams): Login | undefined {
    const [, cst = '', securityToken = ''] =
      /^CST-(.*)\|XST-(.*)$/.exec(parameters.get('LS_password') ?? '') ?? [];
    const login = this.#parts.logins.find(cst, securityToken);
    return login?.accountId === parameters.get('LS_user') ? login : undefined;
  }

  #recover(parameters: URLSearchParams): string[] {
    const session = this.#find(parameters);
    if (!session || this.#parts.faults.refuseRecovery) return ['CONERR,20,Specified session not found'];
    const from = parameters.get('LS_recovery_from');
    const isRecovered = from !== null && session.recoverFrom(Number(from));
    if (!isRecovered) return ['CONERR,4,Recovery failed'];
    return [session.greeting, `PROG,${from}`, 'LOOP,0'];
  }

  #find(parameters: URLSearchParams): DataSession | undefined {
    return this.session?.id === parameters.get('LS_session') ? this.session : undefined;
  }

  #controlUnbound(parameters: URLSearchParams): string[] {
    const session = this.#find(parameters);
    const requestId = parameters.get('LS_reqId') ?? '0';
    if (!session) return [`REQERR,${requestId},20,Specified session not found`];
    if (parameters.get('LS_op') === 'destroy') session.end(31, 'Destroyed by the client');
    return [`REQOK,${requestId}`];
  }

  #serve(socket: WebSocket): void {
    let session: DataSession | undefined;
    const onRequest = (request: TlcpRequest): void => {
      if (request.verb === 'wsok') socket.send('WSOK\r\n');
      else if (request.verb === 'bind_session') session = this.#bind(socket, request.parameters);
      else if (request.verb === 'control') this.#control(socket, session, request.parameters);
      else if (request.verb !== 'heartbeat') socket.send('ERROR,65,Unknown request\r\n');
    };
    socket.on('message', (data: RawData) => {
      if (!this.#parts.faults.silent) parseFrame(textOf(data)).forEach(onRequest);
    });
    socket.on('pong', (payload) => session?.onPong(payload.toString()));
    socket.on('close', () => session?.unbind(socket));
    socket.on('error', () => socket.terminate());
  }

  #bind(socket: WebSocket, parameters: URLSearchParams): DataSession | undefined {
    const session = this.#find(parameters);
    if (session) session.bind(socket);
    else socket.send('CONERR,20,Specified session not found\r\n');
    return session;
  }

  #control(socket: WebSocket, session: DataSession | undefined, parameters: URLSearchParams): void {
    try {
      if (!session || session !== this.session) throw new RequestRefused(20, 'Specified session not found');
      controlSession(this.#parts, session, parameters);
      session.flush();
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const requestId = parameters.get('LS_reqId') ?? '0';
      socket.send(`REQERR,${requestId},${error.code},${quoteMessage(error.message)}\r\n`);
    }
  }
}

/** An upgraded socket is nobody's but ours: without a listener its error would end the process. */
function refuse(socket: Duplex): void {
  socket.on('error', () => undefined);
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n', () => socket.destroy());
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString();
}
