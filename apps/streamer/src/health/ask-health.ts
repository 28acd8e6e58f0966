import { get } from 'node:http';

/** As a container's health check: 0 is well, 1 is not. A streamer that does not answer in time is not. */
export function askHealth(port: number, withinMs: number): Promise<0 | 1> {
  return new Promise((done) => {
    const request = get({ host: '127.0.0.1', port, timeout: withinMs }, (answer) => {
      answer.resume();
      done(answer.statusCode === 200 ? 0 : 1);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => done(1));
  });
}
