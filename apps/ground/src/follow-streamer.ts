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
  switch (line['event']) {
    case 'progress':
      return (
        `ticks ${grouped(line['ticks'])}, open orders ${grouped(line['openOrders'])}, ` +
        `transactions ${grouped(line['transactionsTowardsBatch'])} of ${grouped(batchSize)}, market time ${marketTime(line['eventTimeMs'])}`
      );
    case 'batch-exported':
      return `batch ${String(line['batchId'])}: ${grouped(line['transactions'])} transactions exported`;
    case 'feed-connected':
      return 'prices are coming in';
    case 'feed-interrupted':
      return `prices interrupted: ${String(line['reason'])}`;
    case 'feed-ended':
      return `prices ended: ${String(line['reason'])}`;
    default:
      return undefined;
  }
}
