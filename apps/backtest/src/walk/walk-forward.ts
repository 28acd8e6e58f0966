import { featureSchemaOf, type FeatureSchema } from '@moving-ground/feature-schema';
import { FRESH_LINE, scorersOf, SERVED_LINE, type ModelLine, type Predictions } from '@moving-ground/judge';
import type { LinearModel } from '@moving-ground/model';
import { batchRows, type BatchRows } from './batch-rows.ts';
import type { DealtBatch } from './deal-batches.ts';
import { outcomesOf, predict, predictAlways, predictFromAggregates, predictFromLags } from './predict.ts';
import { promote, type Promotion } from './promote.ts';
import { testRowsOf } from './test-rows.ts';
import { withoutPrices } from './tune-window.ts';
import type { AggregatesModel, TunedWindow } from './tuned-window.ts';
import type { WalkSettings } from './walk-settings.ts';

/** What serves after a batch. Models are undefined before the first was promoted. */
type Deployed = {
  readonly served: LinearModel | undefined;
  /** The best of the newest tuning that had any, whoever serves. */
  readonly fresh: LinearModel | undefined;
  readonly lagsAlone: LinearModel | undefined;
  readonly aggregates: AggregatesModel | undefined;
};

const NOTHING: Deployed = {
  served: undefined,
  fresh: undefined,
  lagsAlone: undefined,
  aggregates: undefined,
};

/** What became of a batch. */
export type BatchStep = {
  readonly number: number;
  readonly batchId: string;
  readonly firstOpenMs: number;
  readonly lastCloseMs: number;
  readonly orders: number;
  readonly baseRate: number;
  readonly verdict: 'promoted' | 'retained' | 'insufficient-data';
  readonly reason: string;
  /** Independent labels in the part that judged the candidates. */
  readonly effectiveSampleSize: number;
  /** Orders scored by the models of the batch before. */
  readonly scored: number;
  /** Opened before those models had learned: not scored. */
  readonly openedTooEarly: number;
  /** Not scored for want of a row. */
  readonly withoutRow: number;
};

export type Walk = {
  readonly steps: readonly BatchStep[];
  /** One entry a scored batch and role; within a batch all roles have the same orders in the same order. */
  readonly predictions: readonly ScoredBatch[];
};

export type ScoredBatch = { readonly batch: number; readonly byRole: ReadonlyMap<string, Predictions> };

export const LAGS_ALONE = 'lags alone';
export const AGGREGATES = 'aggregates';
export const ALWAYS = 'always buy';

/**
 * Batch by batch: the models deployed so far score its orders, those opened after they had learned; then its own run
 * tunes a fresh model on its window, and selection says what serves from then on.
 * @param tunedOf asked for each batch in order
 */
export async function walkForward(
  batches: readonly DealtBatch[],
  settings: WalkSettings,
  tunedOf: (number: number) => Promise<TunedWindow>,
): Promise<Walk> {
  const walker = new Walker(batches, settings);
  for (const batch of batches) {
    walker.score(batch);
    walker.deploy(batch, await tunedOf(batch.number));
  }
  return { steps: walker.steps, predictions: walker.predictions };
}

type Scored = Pick<BatchStep, 'scored' | 'openedTooEarly' | 'withoutRow'>;

type ScoringModel = { readonly role: string; readonly model: LinearModel };

class Walker {
  readonly steps: BatchStep[] = [];
  readonly predictions: ScoredBatch[] = [];
  readonly #batches: readonly DealtBatch[];
  readonly #settings: WalkSettings;
  readonly #schema: FeatureSchema;
  readonly #deployed: Deployed[] = [];
  #scored: Scored = { scored: 0, openedTooEarly: 0, withoutRow: 0 };

  constructor(batches: readonly DealtBatch[], settings: WalkSettings) {
    this.#batches = batches;
    this.#settings = settings;
    this.#schema = featureSchemaOf(settings.configuration.features);
  }

  score(batch: DealtBatch): void {
    const scorers = [
      ...this.#scorers('served', SERVED_LINE, batch),
      ...this.#scorers('fresh', FRESH_LINE, batch),
    ];
    this.#scored = { scored: 0, openedTooEarly: 0, withoutRow: 0 };
    if (scorers.length === 0) return;
    const rows = this.#rowsAfterTraining(batch);
    if (rows.transactions.length === 0) return;
    const outcomes = outcomesOf(rows);
    const byRole = new Map(scorers.map(({ role, model }) => [role, predict(model, rows, outcomes)]));
    if (this.#settings.baselines) this.#scoreBaselines(rows, outcomes, byRole);
    this.predictions.push({ batch: batch.number, byRole });
  }

  /** A line's models for a batch. */
  #scorers(which: 'served' | 'fresh', line: ModelLine, { number }: DealtBatch): readonly ScoringModel[] {
    const first = this.#deployed.findIndex((deployed) => deployed[which] !== undefined);
    return scorersOf(line, { batch: number, first, ages: this.#settings.ages }).flatMap(
      ({ role, madeAfter }) => {
        const model = this.#deployed[madeAfter]?.[which];
        return model ? [{ role, model }] : [];
      },
    );
  }

  deploy(batch: DealtBatch, tuned: TunedWindow): void {
    const { configuration } = this.#settings;
    const before = this.#deployed.at(-1) ?? NOTHING;
    const testRows = this.#testRows(batch, tuned);
    const { report } = tuned;
    const chosen = promote(
      { trained: tuned.candidates, report, champion: before.served, testRows },
      configuration,
    );
    const lags = promote(
      { trained: tuned.lagsAlone, report, champion: undefined, testRows: withoutPrices(testRows) },
      configuration,
    );
    this.#deployed.push({
      served: chosen.model ?? before.served,
      fresh: chosen.challenger ?? before.fresh,
      lagsAlone: lags.challenger ?? before.lagsAlone,
      aggregates: tuned.aggregates ?? before.aggregates,
    });
    this.steps.push({ ...facts(batch), ...verdictOn(tuned, chosen), ...this.#scored });
  }

  #testRows({ number }: DealtBatch, { report }: TunedWindow): BatchRows {
    const from = Math.max(0, number + 1 - this.#settings.configuration.window.batches);
    return testRowsOf(this.#batches.slice(from, number + 1), report.parts.test, this.#schema);
  }

  /** An order that was open while a model learned may be known to it. */
  #rowsAfterTraining(batch: DealtBatch): BatchRows {
    const learnedUntil = this.#batches[batch.number - 1]?.lastCloseMs ?? Infinity;
    const later = batch.transactions.filter(({ openTimeMs }) => openTimeMs > learnedUntil);
    const rows = batchRows({ ...batch, transactions: later }, this.#schema);
    this.#scored = {
      scored: rows.transactions.length,
      openedTooEarly: batch.transactions.length - later.length,
      withoutRow: rows.withoutRow,
    };
    return rows;
  }

  #scoreBaselines(rows: BatchRows, outcomes: Predictions, byRole: Map<string, Predictions>): void {
    const { lagsAlone, aggregates } = this.#deployed.at(-1) ?? NOTHING;
    if (lagsAlone) byRole.set(LAGS_ALONE, predictFromLags(lagsAlone, rows, outcomes));
    if (aggregates)
      byRole.set(AGGREGATES, predictFromAggregates(aggregates, { rows, outcomes, schema: this.#schema }));
    byRole.set(ALWAYS, predictAlways(outcomes));
  }
}

type Facts = Pick<BatchStep, 'number' | 'firstOpenMs' | 'lastCloseMs' | 'orders' | 'baseRate'>;

function facts({ transactions, number, firstOpenMs, lastCloseMs }: DealtBatch): Facts {
  const profits = transactions.filter(({ outcome }) => outcome === 'profit').length;
  const orders = transactions.length;
  return { number, firstOpenMs, lastCloseMs, orders, baseRate: profits / orders };
}

type Verdict = Pick<BatchStep, 'batchId' | 'verdict' | 'reason' | 'effectiveSampleSize'>;

function verdictOn({ report, insufficient }: TunedWindow, chosen: Promotion): Verdict {
  const { batchId, parts } = report;
  const effectiveSampleSize = parts.validation.effectiveSampleSize;
  if (insufficient !== undefined)
    return { batchId, verdict: 'insufficient-data', reason: insufficient, effectiveSampleSize };
  const verdict = chosen.model ? 'promoted' : 'retained';
  return { batchId, verdict, reason: chosen.reason, effectiveSampleSize };
}
