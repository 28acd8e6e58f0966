import {
  featureRow,
  PriceHistory,
  windowSeconds,
  type FeatureSchema,
  type MissingHistory,
} from '@moving-ground/feature-schema';
import type { PriceTick } from '@moving-ground/market';

const DAY_MS = 86_400_000;

/** The row of an order that would be placed on the newest tick, by the code that makes the training rows. */
export class PresentRow {
  readonly #schema: FeatureSchema;
  readonly #history: PriceHistory;
  #newest: PriceTick | undefined;

  constructor(schema: FeatureSchema) {
    this.#schema = schema;
    this.#history = new PriceHistory(schema);
  }

  get newest(): PriceTick | undefined {
    return this.#newest;
  }

  /** Why the newest tick has no row; undefined where it has one. */
  get missing(): MissingHistory | undefined {
    return this.#newest ? this.#history.missing : 'shortHistory';
  }

  get ticks(): number {
    return this.#history.ticks;
  }

  /** Each stored tick once, in time order. @throws RangeError when it is older than the one before */
  accept(tick: PriceTick): void {
    this.#history.accept(tick);
    this.#newest = tick;
  }

  /** The features in the schema's order, or why there are none: too little history, or a gap within it. */
  row(): Float32Array | MissingHistory {
    return this.#newest ? featureRow(this.#schema, this.#history, this.#newest) : 'shortHistory';
  }
}

/**
 * Where the history of a row on this tick begins: at its window, and at the beginning of its UTC day, from which a
 * recording's mid_open, high and low are worked out. One second more is for the tick that fills the window's first.
 */
export function historyFromMs(schema: FeatureSchema, newestMs: number): number {
  const windowMs = (windowSeconds(schema) + schema.maxGapSeconds + 1) * 1000;
  return Math.min(newestMs - windowMs, Math.floor(newestMs / DAY_MS) * DAY_MS);
}
