import { RecordTeller } from './record/record-teller.ts';
import { recordWords, WordsNotUnderstood, type RecordWords } from './record/record-words.ts';
import { record } from './record/record-wiring.ts';
import { readSettings } from './settings.ts';

const EXIT = { done: 0, failed: 1, notUnderstood: 2 } as const;

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());

async function main({ path, seconds, ticks, isAppending, json, quiet }: RecordWords): Promise<number> {
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const teller = new RecordTeller(write, { json, quiet }, () => performance.now());
  const settings = readSettings(process.env);
  if (seconds !== undefined) setTimeout(() => stopping.abort(), seconds * 1000);
  const recorded = await record(settings, {
    path,
    isAppending,
    mostTicks: ticks,
    stopped: stopping.signal,
    onOpened: (state) => teller.opened(path, state),
    tell: (event) => teller.told(event),
  });
  teller.ended(path, recorded);
  return EXIT.done;
}

// The Lightstreamer library keeps the process alive as long as it is loaded.
try {
  process.exit(await main(recordWords(process.argv.slice(2))));
} catch (error) {
  process.stderr.write(`record: ${(error as Error).message.replaceAll('\n', '; ')}\n`);
  process.exit(error instanceof WordsNotUnderstood ? EXIT.notUnderstood : EXIT.failed);
}
