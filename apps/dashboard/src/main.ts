import { readSettings } from './settings.ts';
import { openDashboard } from './wiring.ts';

function asked(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGTERM', () => done());
    process.once('SIGINT', () => done());
  });
}

try {
  const stop = asked();
  const { url, token, close } = await openDashboard(readSettings(process.env));
  process.stdout.write(`${JSON.stringify({ event: 'dashboard-ready', url, token })}\n`);
  await stop;
  await close();
  process.exit(0);
} catch (error) {
  process.stderr.write(`dashboard: ${(error as Error).message}\n`);
  process.exit(1);
}
