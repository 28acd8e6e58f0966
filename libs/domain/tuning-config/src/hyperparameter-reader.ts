import type { HyperparameterValue } from './hyperparameter-value.ts';
import { orAuto } from './hyperparameter-value.ts';
import { InvalidHyperparameter } from './invalid-hyperparameter.ts';

/** Reads hyperparameters by name and remembers which it was asked for, so that the others are known to be unknown. */
export class HyperparameterReader {
  readonly #record: Readonly<Record<string, string>>;
  readonly #known = new Set<string>();

  constructor(record: Readonly<Record<string, string>>) {
    this.#record = record;
  }

  /** The value, or `absent` where the record has none. */
  get<T, D>(name: string, value: HyperparameterValue<T>, absent: D): T | D {
    this.#known.add(name);
    const text = this.#record[name];
    if (text === undefined) return absent;
    const read = value.read(text.trim());
    if (read === undefined) throw InvalidHyperparameter.ofValue(name, text, value.expected);
    return read;
  }

  /** A value that may be `auto`, which stands for `meaning`, as its absence does. */
  resolved<T>(name: string, value: HyperparameterValue<T>, meaning: T): T {
    const read = this.get(name, orAuto(value), 'auto' as const);
    return read === 'auto' ? meaning : (read as T);
  }

  /** @throws InvalidHyperparameter for the first name nobody asked for; hidden names begin with an underscore */
  refuseUnknown(): void {
    for (const [name, value] of Object.entries(this.#record)) {
      if (this.#known.has(name) || name.startsWith('_')) continue;
      throw InvalidHyperparameter.unknown(name, value);
    }
  }
}
