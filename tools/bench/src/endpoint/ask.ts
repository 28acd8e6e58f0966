import { connect, type Socket } from 'node:net';

export type Asked = { readonly requestsASecond: number; readonly p99Ms: number };

const HEAD_END = '\r\n\r\n';

/**
 * The same request again and again over open connections, each waiting for its answer. On sockets of its own: an HTTP
 * client would cost more than the servers that are measured.
 * @throws where an answer is no 200
 */
export async function ask(port: number, body: string, connections: number, seconds: number): Promise<Asked> {
  const request = Buffer.from(
    `POST /endpoints/bench/invocations HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: text/csv\r\n` +
      `Accept: application/json\r\nContent-Length: ${Buffer.byteLength(body)}${HEAD_END}${body}`,
  );
  const times: number[] = [];
  const startMs = performance.now();
  const until = startMs + 1000 * seconds;
  await Promise.all(Array.from({ length: connections }, () => askOn(port, request, until, times)));
  const elapsed = (performance.now() - startMs) / 1000;
  times.sort((a, b) => a - b);
  return {
    requestsASecond: times.length / elapsed,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? NaN,
  };
}

async function askOn(port: number, request: Buffer, until: number, times: number[]): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  while (performance.now() < until) {
    const startMs = performance.now();
    socket.write(request);
    await answered(socket);
    times.push(performance.now() - startMs);
  }
  socket.destroy();
}

/** One whole answer, by its Content-Length. */
function answered(socket: Socket): Promise<void> {
  return new Promise((done, fail) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const end = text.indexOf(HEAD_END);
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(text)?.[1]);
      if (!text.startsWith('HTTP/1.1 200') || Number.isNaN(length)) fail(new Error(text.slice(0, 300)));
      if (text.length < end + HEAD_END.length + length) return;
      socket.off('data', hear).off('error', fail);
      done();
    };
    socket.on('data', hear);
    socket.once('error', fail);
  });
}
