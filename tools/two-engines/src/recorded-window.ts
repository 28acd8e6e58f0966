import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { parseConfiguration, PRESETS, type PresetName } from '@moving-ground/configuration';
import { Bot } from '@moving-ground/deal';
import { buildBatch, priceSpan, type Batch } from '@moving-ground/export';
import { featureSchemaOf, schemaDocument, windowSeconds } from '@moving-ground/feature-schema';
import { readQuotes } from '@moving-ground/formats';
import { byClosing, type StoredTick, type Transaction } from '@moving-ground/market';
import { Capture } from '@moving-ground/capture';
import type { SparkWindow } from './extract-on-spark.ts';
import { freshFolder, stageWindow } from './window-folder.ts';

const FOLDER =
  process.env['GROUND_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const QUOTES = `${FOLDER}/market/xauusd-20140505.csv.gz`;

export const hasQuotes = existsSync(QUOTES);

const ORDERS_A_BATCH = 1500;
const { bot, features } = parseConfiguration(
  { bot: { ordersPerSecond: 1, takeProfit: 0.5, stopLoss: 0.5 } },
  'the recorded window',
);

/** Two batches of gold as the streamer makes them, with the whole 600 lags of a preset. */
export async function recordedWindow(preset: PresetName, partitions: number): Promise<SparkWindow> {
  const schema = featureSchemaOf(PRESETS[preset].features);
  const batches = await firstBatches(2, windowSeconds(schema));
  const folder = freshFolder();
  await stageWindow(
    folder,
    batches.map(({ batchId, transactionsCsv, pricesCsv }) => ({
      batchId,
      transactions: () => whole(transactionsCsv),
      prices: () => whole(pricesCsv),
    })),
  );
  const [older, newer] = batches.map(({ batchId }) => batchId);
  if (!older || !newer) throw new RangeError('the recording has no two batches');
  const args = {
    bucket: 'ground',
    batchId: newer,
    windowBatches: [older, newer],
    schema: schemaDocument(schema),
    split: { train: 0.7, validation: 0.15, test: 0.15 },
    seed: 7,
    rowsPerFile: 1000,
  };
  return { folder, args, partitions, leastPieceMs: 3_600_000 };
}

async function firstBatches(count: number, window: number): Promise<Batch[]> {
  const { ticks, transactions } = await dealt(count * ORDERS_A_BATCH);
  const cuts = Array.from({ length: count }, (_, at) => at * ORDERS_A_BATCH);
  return Promise.all(
    cuts.map((from) => batchOf(transactions.slice(from, from + ORDERS_A_BATCH), ticks, window)),
  );
}

function batchOf(
  transactions: readonly Transaction[],
  ticks: readonly StoredTick[],
  window: number,
): Promise<Batch> {
  const { fromMs, toMs } = priceSpan(transactions, window);
  return buildBatch({
    transactions,
    ticks: whole(ticks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)),
    ordersStillOpen: 0,
    instrument: 'gold',
    schemaVersion: '1',
    exitPrice: bot.exitPrice,
  });
}

type Dealt = { readonly ticks: readonly StoredTick[]; readonly transactions: readonly Transaction[] };

/** What the bot makes of the recording until so many transactions are complete. */
async function dealt(count: number): Promise<Dealt> {
  const capture = new Capture({ maxGapSeconds: features.maxGapSeconds });
  const dealer = new Bot(bot, []);
  const ticks: StoredTick[] = [];
  const transactions: Transaction[] = [];
  for await (const group of readQuotes(createReadStream(QUOTES).pipe(createGunzip()), QUOTES)) {
    for (const tick of group) {
      const captured = capture.accept(tick, false);
      if (!captured) continue;
      ticks.push(captured.stored);
      if (captured.tradeable) transactions.push(...dealer.onTick(captured.stored).completed);
    }
    if (transactions.length >= count) break;
  }
  return { ticks, transactions: transactions.slice(0, count).sort(byClosing) };
}

async function* whole<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value);
}
