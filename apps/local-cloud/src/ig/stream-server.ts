import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { readBody } from '../http/read-body.ts';
import { ACCOUNT_ID, type IgSessions } from './ig-sessions.ts';
import { StreamSession } from './stream-session.ts';

export type StreamServerParts = {
  readonly sessions: IgSessions;
  readonly epic: string;
  /** After the SUBOK of a subscription: its snapshot is to be sent, and the market to be moved. */
  readonly onSubscribed: (session: StreamSession) => void;
};

const SUBPROTOCOL = 'TLCP-2.1.0.lightstreamer.com';
const KEEP_ALIVE_MS = 5000;
const MAX_BODY = 64 * 1024;
const CRLF = '\r\n';

/** A Lightstreamer server that speaks TLCP-2.1.0 as IG's does: sessions over HTTP, prices over a WebSocket. */
export class StreamServer {
  readonly #parts: StreamServerParts;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (asked) => (asked.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  readonly #open = new Map<string, StreamSession>();
  readonly #probing: ReturnType<typeof setInterval>;
  #count = 0;

  constructor(parts: StreamServerParts) {
    this.#parts = parts;
    this.#probing = setInterval(() => this.#probe(), KEEP_ALIVE_MS / 2);
    this.#probing.unref();
  }

  /** The newest session with a subscription. */
  get subscribed(): StreamSession | undefined {
    return [...this.#open.values()].findLast(({ isSubscribed }) => isSubscribed);
  }

  async http(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const verb = /^\/lightstreamer\/(\w+)\.txt/.exec(request.url ?? '')?.[1];
    const parameters = new URLSearchParams((await readBody(request, MAX_BODY)).toString().trim());
    response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' });
    response.end(`${this.#answer(verb, parameters).join(CRLF)}${CRLF}`);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#serve(webSocket));
  }

  end(code: number, message: string): void {
    for (const session of this.#open.values()) session.end(code, message);
    this.#open.clear();
  }

  dropConnections(): void {
    for (const session of this.#open.values()) session.drop();
  }

  close(): void {
    clearInterval(this.#probing);
    for (const client of this.#webSockets.clients) client.terminate();
    this.#webSockets.close();
  }

  #answer(verb: string | undefined, parameters: URLSearchParams): string[] {
    if (verb === 'create_session') return this.#create(parameters);
    if (verb === 'bind_session') return this.#rebind(parameters);
    return ['CONERR,65,Unexpected request'];
  }

  #create(parameters: URLSearchParams): string[] {
    const { sessions } = this.#parts;
    if (!sessions.acceptsStream(parameters.get('LS_user') ?? '', parameters.get('LS_password') ?? '')) {
      return ['CONERR,1,User/password check failed'];
    }
    const session = new StreamSession(`S${++this.#count}`);
    this.#open.set(session.id, session);
    return [
      `CONOK,${session.id},50000,${KEEP_ALIVE_MS},*`,
      'SERVNAME,local',
      'CLIENTIP,127.0.0.1',
      'CONS,unlimited',
      'LOOP,0',
    ];
  }

  /** A client that lost its connection asks whether the session is still there, and from where it goes on. */
  #rebind(parameters: URLSearchParams): string[] {
    const session = this.#open.get(parameters.get('LS_session') ?? '');
    const received = Number(parameters.get('LS_recovery_from') ?? 0);
    const recovered = session?.recover(received);
    if (!session || !recovered) return ['CONERR,20,Specified session not found'];
    return [
      `CONOK,${session.id},50000,${KEEP_ALIVE_MS},*`,
      `PROG,${recovered.from}`,
      ...recovered.lines,
      'LOOP,0',
    ];
  }

  #serve(webSocket: WebSocket): void {
    let session: StreamSession | undefined;
    webSocket.on('error', () => undefined);
    webSocket.on('message', (data) => {
      const [verb = '', ...lines] = (data as Buffer).toString().split(CRLF);
      if (verb === 'wsok') webSocket.send(`WSOK${CRLF}`);
      for (const line of lines.filter(Boolean)) {
        const parameters = new URLSearchParams(line);
        if (verb === 'bind_session') session = this.#bind(webSocket, parameters);
        if (verb === 'control' && session) this.#control(session, parameters);
      }
    });
  }

  #bind(webSocket: WebSocket, parameters: URLSearchParams): StreamSession | undefined {
    const session = this.#open.get(parameters.get('LS_session') ?? '');
    if (!session) {
      webSocket.send(`CONERR,20,Specified session not found${CRLF}`);
      return undefined;
    }
    session.bind(webSocket);
    session.say(`CONOK,${session.id},50000,${KEEP_ALIVE_MS},*`, 'CONS,unlimited');
    return session;
  }

  #control(session: StreamSession, parameters: URLSearchParams): void {
    const request = parameters.get('LS_reqId') ?? '';
    const subscription = parameters.get('LS_subId') ?? '';
    switch (parameters.get('LS_op')) {
      case 'add':
        return this.#add(session, parameters, request);
      case 'delete':
        session.say(`REQOK,${request}`);
        return session.unsubscribe(subscription);
      case 'destroy':
        session.say(`REQOK,${request}`);
        session.end(31, 'Destroy invoked by client');
        this.#open.delete(session.id);
        return undefined;
      default:
        return session.say(`REQOK,${request}`);
    }
  }

  #add(session: StreamSession, parameters: URLSearchParams, request: string): void {
    const refused = this.#refusalOf(parameters);
    if (refused) return session.say(`REQERR,${request},${refused}`);
    session.say(`REQOK,${request}`);
    const schema = (parameters.get('LS_schema') ?? '').split(' ');
    if (session.subscribe(parameters.get('LS_subId') ?? '', schema)) this.#parts.onSubscribed(session);
    else session.say(`REQERR,${request},23,Bad Field schema name`);
    return undefined;
  }

  /** IG refuses a whole subscription: another account's prices with its own code -1. */
  #refusalOf(parameters: URLSearchParams): string | undefined {
    const [kind, account, epic] = (parameters.get('LS_group') ?? '').split(':');
    if (parameters.get('LS_data_adapter') !== 'Pricing') return '17,Data Adapter not found';
    if (parameters.get('LS_mode') !== 'MERGE') return '24,Mode not allowed for this Item';
    if (kind !== 'PRICE' || epic !== this.#parts.epic) return '21,Bad Item Group name';
    return account === ACCOUNT_ID ? undefined : '-1,Invalid account type';
  }

  #probe(): void {
    for (const session of this.#open.values()) {
      if (Date.now() - session.silentSince >= KEEP_ALIVE_MS / 2) session.say('PROBE');
    }
  }
}
