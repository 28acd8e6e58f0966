import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child-process.ts';
import type { CloudView } from './cloud-view.ts';
import { localAws, type CloudAddress, type Started } from './local-processes.ts';
import type { Teller } from './teller.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const LOOK_EVERY_MS = 500;

/** A process beside the loop, and where it answers as soon as there is a model. */
export type LiveScorer = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * The endpoint's first user, begun when there is a model: until then it would only take time from those who make one.
 * The loop needs it for nothing: where it ends, that is told, and the loop goes on.
 */
export async function startLiveScorer(
  started: Started,
  address: CloudAddress,
  cloud: Pick<CloudView, 'hasModel'>,
  teller: Teller,
): Promise<LiveScorer> {
  // Named beforehand, so that the page can be told at once.
  const port = await freePort();
  const stopping = new AbortController();
  let child: Child | undefined;
  const begun = untilModel(cloud, stopping.signal).then((hasModel) => {
    if (hasModel) child = begin(started, address, { port, teller });
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await begun;
    await child?.stop();
  };
  return { url: urlOf(port), stop };
}

/** @returns false when it was stopped before */
async function untilModel(cloud: Pick<CloudView, 'hasModel'>, stopped: AbortSignal): Promise<boolean> {
  while (!stopped.aborted) {
    if (await cloud.hasModel().catch(() => false)) return !stopped.aborted;
    // A stop ends the pause early by a rejection: the loop sees the same signal.
    await pause(LOOK_EVERY_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
  return false;
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function begin(
  { settings, dataFolder }: Started,
  address: CloudAddress,
  { port, teller }: { readonly port: number; readonly teller: Teller },
): Child {
  const url = urlOf(port);
  const child = startChild({
    name: 'live-scorer',
    yields: true,
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
  return child;
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
