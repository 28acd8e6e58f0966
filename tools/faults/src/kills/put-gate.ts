import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Moment = 'before' | 'after';

/** Told of each put on its way to S3, and again when it is stored and its answer is on the way back. */
export type PutWatch = (key: string, moment: Moment) => 'pass' | 'hold';

/**
 * Stands between a client and S3 and lets everything pass, but for a put that is held: that one gets no answer,
 * and with moment `before` S3 never sees it.
 */
export class PutGate {
  watch: PutWatch = () => 'pass';
  readonly #target: URL;
  readonly #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));

  constructor(target: string) {
    this.#target = new URL(target);
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url = '/', headers } = incoming;
    const key = method === 'PUT' ? keyOf(url) : undefined;
    if (key && this.watch(key, 'before') === 'hold') return;
    const { hostname, port } = this.#target;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      if (key && this.watch(key, 'after') === 'hold') return;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    // A killed client takes its requests with it.
    onward.on('error', () => outgoing.destroy());
    incoming.on('error', () => onward.destroy());
    incoming.pipe(onward);
  }
}

/** `/bucket/key?query`. */
function keyOf(url: string): string {
  return decodeURIComponent(new URL(url, 'http://s3').pathname.split('/').slice(2).join('/'));
}
