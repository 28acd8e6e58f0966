import { createServer, type Server } from 'node:http';
import type { Health } from './health.ts';

/** The port for the health report cannot be had. */
export class HealthPortTaken extends Error {
  override readonly name = 'HealthPortTaken';
}

/**
 * GET anything: 200 and the report while the process is able to work, else 503. Reached from this machine only.
 * @param port 0 takes a free one
 * @throws HealthPortTaken
 */
export async function serveHealth(health: Pick<Health, 'report'>, port: number): Promise<Server> {
  const server = createServer((_, response) => {
    const { report } = health;
    response.writeHead(report.isAble ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(report));
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(new HealthPortTaken(`GROUND_HEALTH_PORT was ${port}: the port cannot be had (${error.code})`));
    });
    server.listen(port, '127.0.0.1', listening);
  });
  return server;
}
