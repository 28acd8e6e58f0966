import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before an endpoint, counts its calls, and makes it slow or dead. */
export class EndpointFront {
  readonly url: string;
  calls = 0;
  /** The most calls that were there at once. */
  mostAtOnce = 0;
  /** Answers are held back until it is resolved. */
  held: Promise<unknown> | undefined;
  isDead = false;
  readonly #server: Server;
  #atOnce = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async before(target: string): Promise<EndpointFront> {
    let front: EndpointFront | undefined = undefined;
    const server = createServer((request, response) => void front?.take(target, request, response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    front = new EndpointFront(server);
    return front;
  }

  async take(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.calls += 1;
    if (this.isDead) {
      request.socket.destroy();
      return;
    }
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    response.on('close', () => (this.#atOnce -= 1));
    await this.held;
    const { method = 'POST', url = '/', headers } = request;
    const onward = forward(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
