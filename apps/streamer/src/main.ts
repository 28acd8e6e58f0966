import { readSettings } from './settings.ts';
import { stream } from './wiring.ts';

/** `ended` is told apart from an ordered stop: there will be no more prices, so there is nothing to start again. */
const EXIT_CODES = { stopped: 0, ended: 3 } as const;
const FAILURE = 1;
/** Fargate kills 30 seconds after SIGTERM. */
const DEADLINE_MS = 25_000;

const stopping = new AbortController();

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => fail(`was not done within ${DEADLINE_MS} ms of ${signal}`), DEADLINE_MS);
  });
}

function fail(reason: string): never {
  // One line, because a supervisor tells the last one.
  process.stderr.write(`streamer: ${reason.replaceAll('\n', '; ')}\n`);
  process.exit(FAILURE);
}

try {
  // The Lightstreamer library keeps the process alive as long as it is loaded.
  process.exit(EXIT_CODES[await stream(readSettings(process.env), stopping.signal)]);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
