import type { PriceTick } from '@moving-ground/market';
import type { WebSocket } from 'ws';
import { priceWriter } from './price-fields.ts';
import { UpdateLines } from './update-lines.ts';

/** Notifications kept for a client that comes back after a lost connection. */
const KEPT = 100_000;
/** Past this many bytes in memory the client is slower than the market, which then waits for it. */
const FULL_BYTES = 256 * 1024;

type Subscription = {
  readonly id: string;
  readonly write: (tick: PriceTick) => (string | null)[];
  readonly lines: UpdateLines;
};

/** One Lightstreamer session: what was subscribed, what was sent, and the socket it is bound to at the moment. */
export class StreamSession {
  readonly id: string;
  #socket: WebSocket | undefined;
  #subscription: Subscription | undefined;
  /** Data notifications since the session began, and the last of them. */
  #sent = 0;
  #kept: string[] = [];
  #lastSentAt = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** A subscribed client is there, and its socket takes more. */
  get isReady(): boolean {
    const socket = this.#socket;
    return this.#subscription !== undefined && socket?.readyState === 1 && socket.bufferedAmount < FULL_BYTES;
  }

  get isDrained(): boolean {
    return this.#socket?.bufferedAmount === 0;
  }

  get isSubscribed(): boolean {
    return this.#subscription !== undefined;
  }

  get silentSince(): number {
    return this.#lastSentAt;
  }

  bind(socket: WebSocket): void {
    this.#socket = socket;
  }

  /** Lines that are no data notifications: answers, probes, ends. */
  say(...lines: readonly string[]): void {
    this.#lastSentAt = Date.now();
    if (this.#socket?.readyState === 1) this.#socket.send(`${lines.join('\r\n')}\r\n`);
  }

  /** Data notifications, counted and kept for a recovery. */
  notify(lines: readonly string[]): void {
    this.#sent += lines.length;
    this.#kept.push(...lines);
    if (this.#kept.length > 2 * KEPT) this.#kept = this.#kept.slice(-KEPT);
    this.say(...lines);
  }

  /** False when a field of the schema is unknown. */
  subscribe(id: string, schema: readonly string[]): boolean {
    const write = priceWriter(schema);
    if (!write) return false;
    this.#subscription = { id, write, lines: new UpdateLines(id) };
    this.notify([`SUBOK,${id},1,${schema.length}`, `CONF,${id},unlimited,filtered`]);
    return true;
  }

  unsubscribe(id: string): void {
    if (this.#subscription?.id !== id) return;
    this.#subscription = undefined;
    this.notify([`UNSUB,${id}`]);
  }

  send(ticks: readonly PriceTick[]): void {
    const subscription = this.#subscription;
    if (subscription) this.notify(ticks.map((tick) => subscription.lines.line(subscription.write(tick))));
  }

  /** Lines for a client that has `received` notifications, or undefined when they are no longer kept. */
  recover(received: number): { readonly from: number; readonly lines: readonly string[] } | undefined {
    const missed = this.#sent - received;
    if (missed < 0 || missed > this.#kept.length) return undefined;
    return { from: received, lines: missed === 0 ? [] : this.#kept.slice(-missed) };
  }

  /** What a recovery found missing; it is counted already. */
  resend(lines: readonly string[]): void {
    if (lines.length) this.say(...lines);
  }

  end(code: number, message: string): void {
    this.say(`END,${code},${message}`);
    this.#subscription = undefined;
  }

  /** The connection breaks without a word. */
  drop(): void {
    this.#socket?.terminate();
    this.#socket = undefined;
  }
}
