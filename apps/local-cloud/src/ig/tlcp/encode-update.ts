import type { PriceTick } from '@moving-ground/market';
import type { WireValues } from '../faults.ts';
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

  /**
   * @param quote quoteSpecial, or quoteAll
   * @param instead what single fields have in place of the tick's own values
   */
  encode(tick: PriceTick, quote = quoteSpecial, instead?: WireValues): string {
    const values = this.#readers.map((read) => read(tick));
    if (instead) this.#replace(values, instead);
    const before = this.#before;
    this.#before = values;
    let line = this.#prefix;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? null;
      if (i > 0) line += '|';
      if (!before || before[i] !== value) line += textOf(value, quote);
    }
    return line;
  }

  #replace(values: Value[], instead: WireValues): void {
    this.#names.forEach((name, i) => {
      const text = instead[name as keyof WireValues];
      if (text !== undefined) values[i] = text;
    });
  }
}

/** The shortest text that reads back as the same double, or the quoted text. */
function textOf(value: Value, quote: (text: string) => string): string {
  if (value === null) return '#';
  if (value === '') return '$';
  return quote(String(value));
}

/** Only what would mean something else. */
export function quoteSpecial(text: string): string {
  return text.replace(SPECIAL, encodeURIComponent);
}

/** Everything, as the protocol allows. */
export function quoteAll(text: string): string {
  return Buffer.from(text).toString('hex').replace(/../g, '%$&');
}
