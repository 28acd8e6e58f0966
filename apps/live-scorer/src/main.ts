import { readSettings } from './settings.ts';
import { followLive } from './wiring.ts';

const FAILURE = 1;
/** Fargate kills 30 seconds after SIGTERM. */
const DEADLINE_MS = 20_000;

const stopping = new AbortController();

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => fail(`was not done within ${DEADLINE_MS} ms of ${signal}`), DEADLINE_MS).unref();
  });
}

function fail(reason: string): never {
  // One line, because a supervisor tells the last one.
  process.stderr.write(`live-scorer: ${reason.replaceAll('\n', '; ')}\n`);
  process.exit(FAILURE);
}

try {
  await followLive(readSettings(process.env), stopping.signal);
  // Connections that are kept for a next call, or a dataset that is being read, would hold the process for a while.
  process.exit(0);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
