import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LAG_ORDERS, PRICES_OF_A_SECOND, type FeatureSettings, type Resolution } from './feature-settings.ts';

/** The five price columns of the order's own moment, in their order. */
export const PRICE_COLUMNS = ['bid', 'offer', 'mid_open', 'high', 'low'] as const;

/**
 * The columns of a training row. As JSON it is the document that every engine reads: the same columns, the
 * same order, the same hash.
 */
export type FeatureSchema = {
  readonly version: '1';
  /** Every feature in the row's order; its length is feature_dim. */
  readonly columns: readonly string[];
  readonly resolutions: readonly Resolution[];
  readonly lagOrder: FeatureSettings['lagOrder'];
  /** Absent where it is the last mid: so such schemas keep the hash that they had before there was a mean. */
  readonly priceOfSecond?: 'mean';
  readonly maxGapSeconds: number;
  /** All columns are prices minus this price at the order, float64, rounded once to float32. */
  readonly relativeTo: 'mid';
  /** 1 when the order closed with a profit, 0 when with a loss. */
  readonly label: 'profit';
  /** sha256 of the document without this field, keys in the order above. */
  readonly hash: string;
};

/** No schema follows from the settings; the message names the value and what to give instead. */
export class InvalidFeatureSettings extends Error {
  override readonly name = 'InvalidFeatureSettings';
}

/** The same settings give the same document and hash. @throws InvalidFeatureSettings naming the value that cannot be */
export function featureSchemaOf(settings: FeatureSettings): FeatureSchema {
  settings.resolutions.forEach(checkResolution);
  if (settings.resolutions.length === 0)
    throw new InvalidFeatureSettings(
      'features.resolutions was empty: name at least one, for example {"lags":600,"stepSeconds":1}',
    );
  requireDistinctSteps(settings.resolutions);
  requireWhole('maxGapSeconds', settings.maxGapSeconds);
  requireKnown('lagOrder', settings.lagOrder, LAG_ORDERS);
  requireKnown('priceOfSecond', settings.priceOfSecond ?? 'last', PRICES_OF_A_SECOND);
  const document = {
    version: '1' as const,
    columns: [...PRICE_COLUMNS, ...settings.resolutions.flatMap((r) => lagColumns(r, settings.lagOrder))],
    resolutions: settings.resolutions.map(({ lags, stepSeconds }) => ({ lags, stepSeconds })),
    lagOrder: settings.lagOrder,
    ...(settings.priceOfSecond === 'mean' && { priceOfSecond: 'mean' as const }),
    maxGapSeconds: settings.maxGapSeconds,
    relativeTo: 'mid' as const,
    label: 'profit' as const,
  };
  return { ...document, hash: bytesToHex(sha256(utf8ToBytes(JSON.stringify(document)))) };
}

export function featureDim(schema: FeatureSchema): number {
  return schema.columns.length;
}

/** How many seconds of prices a row needs before its order. */
export function windowSeconds(settings: Pick<FeatureSettings, 'resolutions'>): number {
  return Math.max(...settings.resolutions.map((r) => r.lags * r.stepSeconds));
}

/** `lag_1s_1` is the price one second before the order, `lag_60s_3` the one three minutes before. */
function lagColumns({ lags, stepSeconds }: Resolution, order: FeatureSettings['lagOrder']): string[] {
  const names = Array.from({ length: lags }, (_, i) => `lag_${stepSeconds}s_${i + 1}`);
  return order === 'newest-first' ? names : names.reverse();
}

function checkResolution({ lags, stepSeconds }: Resolution, index: number): void {
  requireWhole(`resolutions[${index}].lags`, lags);
  requireWhole(`resolutions[${index}].stepSeconds`, stepSeconds);
}

/** Two grids of one step would give two columns one name. */
function requireDistinctSteps(resolutions: readonly Resolution[]): void {
  const steps = resolutions.map(({ stepSeconds }) => stepSeconds);
  const twice = steps.find((step, i) => steps.indexOf(step) !== i);
  if (twice !== undefined)
    throw new InvalidFeatureSettings(
      `features.resolutions had stepSeconds ${twice} twice: join them to one with more lags`,
    );
}

/** For who calls it without types. */
function requireKnown(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw new InvalidFeatureSettings(
      `features.${name} was ${JSON.stringify(value)}: give ${known.map((each) => JSON.stringify(each)).join(' or ')}`,
    );
}

function requireWhole(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidFeatureSettings(`features.${name} was ${value}: give a whole number of at least 1`);
  }
}
