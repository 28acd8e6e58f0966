import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child-process.ts';
import { localAws, type CloudAddress, type Started } from './local-processes.ts';
import type { Teller } from './teller.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A process beside the loop, and where it will answer as soon as there are prices. */
export type LiveScorer = { readonly child: Child; readonly url: string };

/** The endpoint's first user. The loop needs it for nothing: where it ends, that is told, and the loop goes on. */
export async function startLiveScorer(
  { settings, dataFolder }: Started,
  address: CloudAddress,
  teller: Teller,
): Promise<LiveScorer> {
  // Named beforehand, so that the page can be told without waiting for the first price.
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startChild({
    name: 'live-scorer',
    module: join(root, 'apps/live-scorer/src/main.ts'),
    logFile: join(dataFolder, 'logs/live-scorer.log'),
    environment: {
      GROUND_CONFIGURATION: JSON.stringify(settings.configuration),
      GROUND_BUCKET: address.bucket,
      GROUND_STORE: join(dataFolder, 'market.sqlite'),
      GROUND_LIVE_PORT: String(port),
      GROUND_LOG_LEVEL: settings.logLevel,
      ...localAws(address),
    },
    onLine: (said) => {
      if (said['event'] === 'live-scorer-ready')
        teller.say(`live scores at ${url}/now and ${url}/summary`, { event: 'live-scorer-ready', url });
    },
  });
  void child.ended.then((code) => {
    if (code === 0) return;
    const words = child.lastWords() || `exit code ${code}`;
    teller.say(`the live scorer ended, the loop goes on without it: ${words}`, {
      event: 'live-scorer-ended',
      reason: words,
    });
  });
  return { child, url };
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        found(port);
      });
    });
  });
}
