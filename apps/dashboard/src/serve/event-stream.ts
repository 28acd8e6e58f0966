import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Board, BoardEvent } from './board.ts';

/** Proxies and browsers give up on a silent connection. */
const HEARTBEAT_MS = 15_000;
/** A page that reads this slowly is cut off and comes back for what it missed. */
const MOST_WAITING_BYTES = 8 << 20;

/**
 * Server-sent events of the board. An event's id names this process too, so that a page which comes back after a
 * restart is not taken for one that has seen what it has not.
 */
export class EventStream {
  readonly #board: Board;
  readonly #process = randomUUID().slice(0, 8);
  readonly #open = new Set<ServerResponse>();

  constructor(board: Board) {
    this.#board = board;
  }

  open(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const { isWhole, events } = this.#board.since(this.#lastId(request));
    raw.write('retry: 1000\n');
    raw.write(`event: begin\ndata: ${JSON.stringify({ isWhole })}\n\n`);
    for (const event of events) this.#write(raw, event);
    const stop = this.#board.listen((event) => this.#write(raw, event));
    const beat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
    this.#open.add(raw);
    raw.on('close', () => {
      stop();
      clearInterval(beat);
      this.#open.delete(raw);
    });
  }

  close(): Promise<void> {
    for (const raw of this.#open) raw.end();
    return Promise.resolve();
  }

  #write(raw: ServerResponse, { id, name, json }: BoardEvent): void {
    raw.write(`id: ${this.#process}-${id}\nevent: ${name}\ndata: ${json}\n\n`);
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
  }

  #lastId(request: FastifyRequest): number | undefined {
    const [process, id] = String(request.headers['last-event-id'] ?? '').split('-');
    return process === this.#process && /^\d+$/.test(id ?? '') ? Number(id) : undefined;
  }
}
