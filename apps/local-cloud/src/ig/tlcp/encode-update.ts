import type { PriceTick } from '@moving-ground/market';
import { SERVED_FIELDS } from './price-fields-of.ts';

type Value = number | null | string;

const SPECIAL = /[%|\r\n]|^[#$^]/g;

/** Writes ticks as TLCP updates of one subscription: what did not change since its last update is left empty. */
export class UpdateEncoder {
  readonly #prefix: string;
  readonly #names: readonly string[];
  readonly #readers: readonly ((tick: PriceTick) => Value)[];
  #before: Value[] | undefined;

  /** @param fields each of them in SERVED_FIELDS */
  constructor(subscriptionId: number, fields: readonly string[]) {
    this.#prefix = `U,${subscriptionId},1,`;
    this.#names = fields;
    this.#readers = fields.map((name) => SERVED_FIELDS.get(name) ?? (() => null));
  }

  /** @param nullFields sent as null, whatever the tick has */
  encode(tick: PriceTick, nullFields: readonly string[]): string {
    const values = this.#readers.map((read) => read(tick));
    if (nullFields.length > 0)
      this.#names.forEach((name, i) => {
        if (nullFields.includes(name)) values[i] = null;
      });
    const before = this.#before;
    this.#before = values;
    let line = this.#prefix;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? null;
      if (i > 0) line += '|';
      if (!before || before[i] !== value) line += textOf(value);
    }
    return line;
  }
}

/** The shortest text that reads back as the same double, or the quoted text. */
function textOf(value: Value): string {
  if (value === null) return '#';
  if (typeof value === 'number') return String(value);
  if (value === '') return '$';
  return value.replace(SPECIAL, encodeURIComponent);
}
