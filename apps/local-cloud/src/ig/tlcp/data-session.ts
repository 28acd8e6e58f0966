import type { PriceTick } from '@moving-ground/market';
import type { WebSocket } from 'ws';
import type { IgFaults } from '../faults.ts';
import type { Login } from '../rest/ig-logins.ts';
import { quoteAll, quoteSpecial, UpdateEncoder } from './encode-update.ts';
import { quoteMessage } from './tlcp-request.ts';

export type DataSessionParts = {
  readonly id: string;
  readonly login: Login;
  readonly faults: IgFaults;
  readonly keepAliveMs: number;
  /** Called whenever more can be sent than before. */
  readonly onReady: () => void;
};

/** Notifications kept for a client that lost its connection; more are never on their way at once. */
const KEPT = 65_536;
/** Notifications that a client may have before it; the pong to a ping behind them says that it has read them. */
const WINDOW = 2_048;

/** One Lightstreamer session: its subscriptions, its count of notifications, and what a recovery may ask for again. */
export class DataSession {
  readonly id: string;
  readonly login: Login;
  readonly #subscriptions = new Map<number, UpdateEncoder>();
  readonly #kept: string[] = [];
  readonly #lines: string[] = [];
  readonly #parts: DataSessionParts;
  #socket: WebSocket | undefined;
  #count = 0;
  #confirmed = 0;
  #recoversFrom: number | undefined;
  #lastSentMs = 0;
  #isEnded = false;

  constructor(parts: DataSessionParts) {
    this.id = parts.id;
    this.login = parts.login;
    this.#parts = parts;
  }

  get socket(): WebSocket | undefined {
    return this.#socket;
  }

  /** Nobody can go on with it. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  get isSubscribed(): boolean {
    return this.#socket !== undefined && this.#subscriptions.size > 0;
  }

  /** Someone listens, and has read what was sent but for a window's worth. */
  get isReady(): boolean {
    return this.isSubscribed && this.#count - this.#confirmed < WINDOW;
  }

  get hasReadAll(): boolean {
    return this.#confirmed === this.#count;
  }

  /** The line that accepts a connection of this session. */
  get greeting(): string {
    return `CONOK,${this.id},50000,${this.#parts.keepAliveMs},*`;
  }

  /** A rebind goes on where the last connection stopped; a recovery first repeats what the client has missed. */
  bind(socket: WebSocket): void {
    this.#socket = socket;
    const from = this.#recoversFrom ?? this.#count;
    this.#recoversFrom = undefined;
    this.#confirmed = from;
    this.#lines.push(this.greeting, 'CONS,unlimited');
    for (const line of this.#kept.slice(this.#kept.length - (this.#count - from))) this.#lines.push(line);
    this.flush();
    this.#parts.onReady();
  }

  unbind(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#lines.length = 0;
  }

  /** Asks the client to bind again on whatever connection it likes. */
  loop(): void {
    this.say('LOOP,0');
    this.flush();
    this.#socket = undefined;
  }

  /**
   * The client has read this many notifications before its connection went.
   * @returns whether it can go on from there
   */
  recoverFrom(count: number): boolean {
    const oldest = this.#count - this.#kept.length;
    if (!Number.isInteger(count) || count > this.#count || count < oldest) return false;
    this.#recoversFrom = count;
    return true;
  }

  subscribe(id: number, fields: readonly string[]): void {
    this.#subscriptions.set(id, new UpdateEncoder(id, fields));
    this.#notify(`SUBOK,${id},1,${fields.length}`);
    this.#notify(`CONF,${id},unlimited,filtered`);
    this.#parts.onReady();
  }

  unsubscribe(id: number): void {
    this.#subscriptions.delete(id);
    this.#notify(`UNSUB,${id}`);
  }

  /** The price as it stands, for one subscription only. */
  sendTo(id: number, tick: PriceTick): void {
    const encoder = this.#subscriptions.get(id);
    if (encoder) this.#notify(this.#encode(encoder, tick));
  }

  send(tick: PriceTick): void {
    for (const encoder of this.#subscriptions.values()) this.#notify(this.#encode(encoder, tick));
  }

  /** A line that is no notification: it is not counted and not repeated. */
  say(line: string): void {
    this.#lines.push(line);
  }

  flush(): void {
    const socket = this.#socket;
    if (!socket || this.#lines.length === 0) return;
    socket.send(`${this.#lines.join('\r\n')}\r\n`);
    this.#lines.length = 0;
    this.#lastSentMs = performance.now();
    // Ping and pong are WebSocket's own: any client answers, and in order.
    socket.ping(String(this.#count));
  }

  onPong(payload: string): void {
    const count = Number(payload);
    if (!Number.isInteger(count) || count <= this.#confirmed || count > this.#count) return;
    this.#confirmed = count;
    this.#parts.onReady();
  }

  /** Called now and then: a connection without news is told that it lives. */
  keepAlive(): void {
    if (performance.now() - this.#lastSentMs < this.#parts.keepAliveMs / 2) return;
    this.say('PROBE');
    this.flush();
  }

  end(code: number, message: string): void {
    this.say(`END,${code},${quoteMessage(message)}`);
    this.flush();
    this.#isEnded = true;
    this.#subscriptions.clear();
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** The faults are looked at without making anything: this runs for every tick there is. */
  #encode(encoder: UpdateEncoder, tick: PriceTick): string {
    const { faults } = this.#parts;
    const quote = faults.percentEncoded ? quoteAll : quoteSpecial;
    if (isEmpty(faults.everyUpdate) && isEmpty(faults.nextUpdate)) return encoder.encode(tick, quote);
    const instead = { ...faults.everyUpdate, ...faults.nextUpdate };
    faults.nextUpdate = {};
    return encoder.encode(tick, quote, instead);
  }

  #notify(line: string): void {
    this.#count += 1;
    this.#kept.push(line);
    if (this.#kept.length > 2 * KEPT) this.#kept.splice(0, KEPT);
    if (this.#socket) this.#lines.push(line);
  }
}

function isEmpty(values: object): boolean {
  for (const name in values) if (Object.hasOwn(values, name)) return false;
  return true;
}
