import { askHealth } from './health/ask-health.ts';
import { healthPort } from './health/health-port.ts';

const WITHIN_MS = 4_000;

try {
  const port = healthPort(process.env['GROUND_HEALTH_PORT']);
  if (port === undefined) throw new Error('GROUND_HEALTH_PORT is missing: name the port of the streamer');
  process.exitCode = await askHealth(port, WITHIN_MS);
} catch (error) {
  process.stderr.write(`health check: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
