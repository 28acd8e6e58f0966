import { grouped, marketTime, type Teller } from './teller.ts';

type Line = Readonly<Record<string, unknown>>;

const TELL_EVERY_MS = 1000;

/** Tells the streamer's own events, its progress at most once a second. */
export function followStreamer(teller: Teller, batchSize: number): (line: Line) => void {
  let toldAt = 0;
  return (line) => {
    const text = describe(line, batchSize);
    if (text === undefined) return;
    if (line['event'] === 'progress') {
      if (performance.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = performance.now();
    }
    teller.say(text, line);
  };
}

function describe(line: Line, batchSize: number): string | undefined {
  return DESCRIPTIONS[String(line['event'])]?.(line, batchSize);
}

const DESCRIPTIONS: Readonly<Record<string, (line: Line, batchSize: number) => string>> = {
  progress: (line, batchSize) =>
    `ticks ${grouped(line['ticks'])}, open orders ${grouped(line['openOrders'])}, ` +
    `transactions ${grouped(line['transactionsTowardsBatch'])} of ${grouped(batchSize)}, market time ${marketTime(line['eventTimeMs'])}`,
  'batch-full': (line) => `a batch is full: ${grouped(line['transactions'])} transactions have closed`,
  'batch-exported': (line) =>
    `batch ${String(line['batchId'])}: ${grouped(line['transactions'])} transactions exported`,
  'standing-by': (line) => `standing by: ${String(line['reason'])}`,
  'feed-connected': () => 'prices are coming in',
  'feed-interrupted': (line) => `prices interrupted: ${String(line['reason'])}`,
  'feed-ended': (line) => `prices ended: ${String(line['reason'])}`,
  'store-away': (line) =>
    `the store does not answer, ${grouped(line['waitingTicks'])} ticks wait: ${String(line['reason'])}`,
  'store-back': () => 'the store answers again',
  'ticks-dropped': (line) => `the store is away for too long: ${grouped(line['dropped'])} ticks dropped`,
  'clock-skewed': (line) => `this machine's clock is ${grouped(line['typicalMs'])} ms from the exchange's`,
};
