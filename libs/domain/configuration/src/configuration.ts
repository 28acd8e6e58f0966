import { z } from 'zod';

const whole = z.number().int().min(1);
const share = z.number().gt(0).lt(1);

/** Each section of ground.config.json; every key has its meaning here, and the editor's schema is made from it. */
const sections = {
  instrument: z.strictObject({
    epic: z
      .string()
      .regex(/^[A-Za-z0-9._]{6,30}$/)
      .describe('IG epic, for example CS.D.BITCOIN.CFD.IP'),
    name: z.string().min(1).describe('What people call the instrument'),
  }),
  bot: z.strictObject({
    ordersPerSecond: whole.max(100).describe('Orders placed in each second that has prices'),
    takeProfit: z.number().positive().describe('Distance of the upper barrier'),
    stopLoss: z.number().positive().describe('Distance of the lower barrier'),
    barrierUnit: z
      .enum(['points', 'spreads'])
      .describe('points: price units; spreads: multiples of the spread at the order'),
    maxHoldingSeconds: whole.nullable().describe('An order this old closes as expired; null: never'),
    exitPrice: z
      .enum(['offer', 'bid'])
      .describe('offer: paper label as in the article; bid: the spread is paid'),
    widestSpread: z
      .number()
      .positive()
      .nullable()
      .describe('No order is placed or closed while the spread is wider, in price units; null: any spread'),
  }),
  batch: z.strictObject({ size: whole.min(20).describe('Completed transactions that make a batch') }),
  window: z.strictObject({
    batches: whole.max(50).describe('Batches a model is trained on, the newest included'),
  }),
  features: z.strictObject({
    resolutions: z
      .array(z.strictObject({ lags: whole.max(10_000), stepSeconds: whole.max(86_400) }))
      .min(1)
      .describe('Grids of past prices; the article has 600 lags, one second apart'),
    lagOrder: z
      .enum(['newest-first', 'oldest-first'])
      .describe("newest-first: as in the article's text; oldest-first: as in its implementation"),
    priceOfSecond: z
      .enum(['last', 'mean'])
      .describe("What a second with several prices counts for; mean: as in the article's implementation"),
    maxGapSeconds: whole.describe('How long a last price may stand in for missing ones'),
  }),
  extraction: z.strictObject({
    glueFromTransactions: z
      .number()
      .int()
      .min(0)
      .describe(
        'Windows of this many transactions and more are extracted by Glue, others by a Lambda; 0: all by Glue',
      ),
    localGlue: z
      .enum(['typescript', 'spark'])
      .describe('What Glue runs on one machine; spark needs Java 17 and the environment of apps/glue-etl'),
  }),
  split: z.strictObject({
    train: share,
    validation: share,
    test: share,
    seed: z.number().int().min(0).describe('Orders the train rows'),
  }),
  tuning: z.strictObject({
    objective: z.enum(['validation:precision', 'test:precision']),
    maxJobs: whole.max(750),
    maxParallelJobs: whole.max(100),
    epochs: whole.max(1000),
    targetRecall: share,
    seed: z.number().int().min(0).describe('Orders the search'),
  }),
  promotion: z.strictObject({
    policy: z
      .enum(['gate', 'objective-best'])
      .describe("gate: sane, and not worse than the champion; objective-best: the article's, whatever it is"),
    minRecall: z.number().min(0).max(1),
    minSupport: z.number().int().min(0).describe('Predicted positives a candidate needs'),
    confidence: share.describe('Of the Wilson lower bound'),
    coverage: share.describe(
      'Share of the test part that challenger and champion flag when they are compared',
    ),
    margin: z
      .number()
      .min(0)
      .max(1)
      .describe('How much precision a challenger may lack against the champion, and the same in money'),
    logLossMargin: z
      .number()
      .min(0)
      .nullable()
      .describe(
        "How much more log-loss it may have, in nats, neither counting for more than the base rate's; null: however much",
      ),
  }),
  refresh: z.strictObject({
    order: z
      .enum(['newest', 'every'])
      .describe('newest: a waiting run gives way to a newer batch; every: each batch has its run, in order'),
    minMinutesBetweenRefreshes: z.number().min(0).describe('0: as often as batches come'),
    maxRefreshesPerDay: z.number().int().min(0).describe('0: no limit'),
    leaseMinutes: whole.describe('A run that holds the endpoint longer than this is taken for dead'),
  }),
  endpoint: z.strictObject({
    name: z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/),
    instanceType: z.string().regex(/^ml\./),
    instanceCount: whole,
    serverless: z
      .strictObject({
        memoryMb: z.number().int().min(1024).max(6144).multipleOf(1024),
        maxConcurrency: whole.max(200),
      })
      .nullable()
      .describe('Instead of instances, paid by the request; an endpoint of one kind never becomes the other'),
  }),
  retention: z.strictObject({ runs: whole.describe('Datasets, models and endpoint configurations kept') }),
};

export const configurationSchema = z.strictObject({ preset: z.enum(['default', 'article']), ...sections });

/** A whole, checked configuration: every value present. */
export type Configuration = z.infer<typeof configurationSchema>;

/** The sections without the preset's name. */
export type ConfigurationSections = Omit<Configuration, 'preset'>;

export type PresetName = Configuration['preset'];
