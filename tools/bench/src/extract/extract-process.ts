import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { extractByArguments } from '@moving-ground/extract';
import { priceRows, transactionRows } from '@moving-ground/formats';
import { objectKeys, parseExtractArguments } from '@moving-ground/run';
import { startWatch } from '../stopwatch.ts';
import { ARGUMENTS, BATCH } from './extract-window.ts';

/** In a process of its own, so that its memory is its own: `extract-process.ts KIND FOLDER OUT TIMES`. */
const [, , kind = '', folder = '', out = '', times = '1'] = process.argv;

const staged = {
  transactions: () => chunksOf(objectKeys.transactions(BATCH)),
  prices: () => chunksOf(objectKeys.prices(BATCH)),
};

/** Plain views: a Buffer's slices would share its memory. */
async function* chunksOf(key: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(join(folder, key), { highWaterMark: 256 * 1024 });
  for await (const { buffer, byteOffset, length } of file as AsyncIterable<Buffer>)
    yield new Uint8Array(buffer, byteOffset, length);
}

let place = out;
const written: string[] = [];
/** Files whose bytes are on their way to the disk. */
const syncs: Promise<void>[] = [];

/** One piece is written while the next one is made, and one file made durable while the next one is written. */
async function writeFile(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const path = join(place, name);
  const file = await open(path, 'w');
  let last: Promise<unknown> = Promise.resolve();
  for await (const piece of bytes) {
    await last;
    last = file.writev([piece]);
  }
  await last;
  syncs.push(file.sync().then(() => file.close()));
  written.push(path);
}

async function extract(): Promise<void> {
  await extractByArguments(
    parseExtractArguments(ARGUMENTS),
    () => staged,
    (part, index, bytes) => writeFile(`${part}-${String(index).padStart(3, '0')}.rec`, bytes),
    (bytes) => writeFile('outcomes.csv', bytes),
  );
}

/** Reads every value of the two files, and makes as many bytes durable as the extraction's output has. */
async function floor(): Promise<void> {
  const prices = priceRows(staged.prices(), 'prices');
  while (await prices.refill()) while (prices.next());
  let rows = 0;
  const transactions = transactionRows(staged.transactions(), 'transactions');
  while (await transactions.refill()) while (transactions.next()) rows++;
  // 605 float32, a label and their frame: 2,480 bytes a row, of which all but the first ten minutes' orders are kept.
  const piece = new Uint8Array(2480 * 400);
  await writeFile('floor.rec', repeated(piece, Math.ceil(rows / 400)));
}

async function* repeated(piece: Uint8Array, count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield piece;
}

const work = kind === 'floor' ? floor : extract;
let elapsed = { wallMs: 0, cpuMs: 0 };
for (let i = 0; i < Number(times); i++) {
  // Into new files, as a dataset is: cutting old ones off takes as long as writing them.
  rmSync(place, { recursive: true, force: true });
  place = join(out, String(i));
  mkdirSync(place, { recursive: true });
  written.length = 0;
  const watch = startWatch();
  await work();
  await Promise.all(syncs.splice(0));
  elapsed = watch();
}
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
const hash = createHash('sha256');
// The floor's bytes are nobody's rows, and more than fit into one buffer.
const compared = kind === 'floor' ? [] : written.filter((name) => name.endsWith('.rec')).sort();
for (const path of compared) hash.update(readFileSync(path));
console.log(JSON.stringify({ ...elapsed, peakMb: peak, digest: hash.digest('hex') }));
