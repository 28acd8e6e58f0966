import { Capture } from '@moving-ground/capture';
import { parseConfiguration, type Configuration, type Tree } from '@moving-ground/configuration';
import { Bot } from '@moving-ground/deal';
import { buildBatch, priceSpan, type Batch } from '@moving-ground/export';
import { extractDataset } from '@moving-ground/extract';
import { featureDim, featureSchemaOf, windowSeconds } from '@moving-ground/feature-schema';
import { readQuotes } from '@moving-ground/formats';
import { byClosing, spread, type StoredTick, type Transaction } from '@moving-ground/market';
import { datasetVerdict, type DatasetReport } from '@moving-ground/run';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** There are no quotes to try the instrument on; the message says how to get them. */
export class NoQuotes extends Error {
  override readonly name = 'NoQuotes';
}

/** What the recorded quotes make of the configuration. */
export type InstrumentTrial = {
  readonly configuration: Configuration;
  readonly hours: number;
  readonly ticks: number;
  /** Price units. */
  readonly medianSpread: number;
  readonly transactions: number;
  readonly outcomes: { readonly profit: number; readonly loss: number };
  readonly medianHoldingSeconds: number;
  readonly featureDim: number;
  /** Of the first batch that is full; undefined when the quotes do not fill one. */
  readonly report: DatasetReport | undefined;
  /** Why nothing could be learned from that batch; undefined when something can. */
  readonly verdict: string | undefined;
};

/** Where the quotes of an instrument are looked for, beside its configuration. */
export const QUOTES_FILE = 'quotes.csv.gz';
/** The smallest mini-batch of the tuning ranges. */
const SMALLEST_MINI_BATCH = 100;

/**
 * The production steps on recorded quotes: capture, deal, export of the first full batch, extract.
 * @param folder holds ground.config.json and quotes.csv.gz
 * @throws NoQuotes, InvalidConfiguration, CsvError
 */
export async function tryInstrument(folder: string): Promise<InstrumentTrial> {
  const path = join(folder, 'ground.config.json');
  const configuration = parseConfiguration(JSON.parse(readFileSync(path, 'utf8')) as Tree, path);
  const { ticks, transactions } = await deal(configuration, join(folder, QUOTES_FILE));
  const { size } = configuration.batch;
  const full = transactions.length >= size ? transactions.slice(0, size) : undefined;
  const report = full && (await extract(configuration, await exportBatch(configuration, full, ticks)));
  return {
    configuration,
    hours: ((ticks.at(-1)?.timeMs ?? 0) - (ticks[0]?.timeMs ?? 0)) / 3_600_000,
    ticks: ticks.length,
    medianSpread: median(ticks.map(spread)),
    transactions: transactions.length,
    outcomes: { profit: count(transactions, 'profit'), loss: count(transactions, 'loss') },
    medianHoldingSeconds: median(transactions.map((t) => (t.closeTimeMs - t.openTimeMs) / 1000)),
    featureDim: featureDim(featureSchemaOf(configuration.features)),
    report,
    verdict: report && datasetVerdict(report, SMALLEST_MINI_BATCH),
  };
}

type Dealt = { readonly ticks: readonly StoredTick[]; readonly transactions: readonly Transaction[] };

async function deal({ bot: settings, features }: Configuration, quotes: string): Promise<Dealt> {
  const capture = new Capture({ maxGapSeconds: features.maxGapSeconds });
  const bot = new Bot(settings, []);
  const ticks: StoredTick[] = [];
  const transactions: Transaction[] = [];
  for await (const group of readQuotes(bytesOf(quotes), quotes)) {
    for (const quote of group) {
      const captured = capture.accept(quote, false);
      if (!captured) continue;
      ticks.push(captured.stored);
      if (captured.tradeable) transactions.push(...bot.onTick(captured.stored).completed);
    }
  }
  // Several ticks of one millisecond complete orders in an order of their own; batches know one order only.
  return { ticks, transactions: transactions.sort(byClosing) };
}

function bytesOf(quotes: string): AsyncIterable<Uint8Array> {
  if (!existsSync(quotes))
    throw new NoQuotes(
      `there are no quotes at ${quotes}: record them with "npm start -- record ${quotes}" (with IG's variables in ` +
        'the environment it is your market), or put a CSV.gz with the columns timestamp,bid,offer there',
    );
  return createReadStream(quotes).pipe(createGunzip());
}

function exportBatch(
  { features, instrument, bot }: Configuration,
  transactions: readonly Transaction[],
  ticks: readonly StoredTick[],
): Promise<Batch> {
  const { fromMs, toMs } = priceSpan(transactions, windowSeconds(features));
  return buildBatch({
    transactions,
    ticks: inOneChunk(ticks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)),
    ordersStillOpen: 0,
    instrument: instrument.epic,
    schemaVersion: featureSchemaOf(features).version,
    exitPrice: bot.exitPrice,
  });
}

function extract({ features, split }: Configuration, batch: Batch): Promise<DatasetReport> {
  const { seed, ...shares } = split;
  return extractDataset({
    batches: [
      {
        batchId: batch.batchId,
        transactions: () => inOneChunk(batch.transactionsCsv),
        prices: () => inOneChunk(batch.pricesCsv),
      },
    ],
    schema: featureSchemaOf(features),
    split: shares,
    seed,
    write: async (_part, _index, bytes) => {
      for await (const chunk of bytes) void chunk;
    },
  });
}

async function* inOneChunk<T>(chunk: T): AsyncGenerator<T> {
  yield await Promise.resolve(chunk);
}

function count(transactions: readonly Transaction[], outcome: Transaction['outcome']): number {
  return transactions.filter((transaction) => transaction.outcome === outcome).length;
}

/** Not a number without values. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
