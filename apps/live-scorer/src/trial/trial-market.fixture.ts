import { parseConfiguration } from '@moving-ground/configuration';
import { Bot } from '@moving-ground/deal';
import { extractDataset } from '@moving-ground/extract';
import { batchFiles } from '@moving-ground/extract/fixtures';
import { featureDim, featureSchemaOf } from '@moving-ground/feature-schema';
import { fit } from '@moving-ground/fit';
import { decodeRecords } from '@moving-ground/formats';
import type { StoredTick, Transaction } from '@moving-ground/market';
import type { LinearModel } from '@moving-ground/model';
import { seededRandom } from '@moving-ground/numeric';
import { parseHyperparameters } from '@moving-ground/tuning-config';

const START = Date.UTC(2026, 0, 5, 10);

export const configuration = parseConfiguration(
  {
    bot: { ordersPerSecond: 2, takeProfit: 0.8, stopLoss: 0.8, maxHoldingSeconds: 20 },
    features: { resolutions: [{ lags: 20, stepSeconds: 1 }], maxGapSeconds: 10 },
  },
  'trial',
);

export const schema = featureSchemaOf(configuration.features);

/** A random walk, a tick every quarter of a second of its own time. */
export function walk(count: number, seed: number): StoredTick[] {
  const random = seededRandom(seed);
  let price = 6500;
  return Array.from({ length: count }, (_, i) => {
    price += Math.round((random.uniform() - 0.5) * 6) / 10;
    return {
      timeMs: START + i * 250,
      sequence: 0,
      bid: price,
      offer: price + 0.3,
      midOpen: 6500,
      high: 6600,
      low: 6400,
      change: null,
      changePercent: null,
      marketState: 'TRADEABLE',
      delayed: false,
    };
  });
}

export type Trained = {
  readonly model: LinearModel;
  /** The train part's file. */
  readonly train: Uint8Array;
  readonly rows: number;
  readonly dataEndMs: number;
};

/** A Linear Learner on the rows of the orders that the bot placed on these ticks. */
export async function trainedOn(ticks: readonly StoredTick[]): Promise<Trained> {
  const bot = new Bot(configuration.bot, []);
  const transactions: Transaction[] = ticks.flatMap((tick) => [...bot.onTick(tick).completed]);
  const pieces: Uint8Array[] = [];
  await extractDataset({
    batches: [batchFiles(0, { transactions, ticks })],
    schema,
    split: { train: 1, validation: 0, test: 0 },
    seed: 1,
    write: async (part, _index, bytes) => {
      for await (const piece of bytes) if (part === 'train') pieces.push(piece.slice());
    },
  });
  const train = new Uint8Array(Buffer.concat(pieces));
  const { features, labels, rows } = decodeRecords(train, 'train', { featureDim: featureDim(schema) });
  const hyperparameters = parseHyperparameters({
    predictor_type: 'binary_classifier',
    num_models: '1',
    mini_batch_size: '100',
    epochs: '5',
  });
  const data = { features, labels, rows, featureDim: featureDim(schema) };
  const { model } = fit({ hyperparameters, train: data, log: () => undefined, now: () => 0 });
  return { model, train, rows, dataEndMs: transactions.at(-1)?.closeTimeMs ?? NaN };
}
