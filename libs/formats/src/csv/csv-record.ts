import { parseDecimal } from '../decimal/parse-decimal.ts';
import { CsvError, quoted } from './csv-error.ts';
import { csvFields } from './csv-fields.ts';
import type { CsvLine } from './csv-lines.ts';

/**
 * One line seen through the header's column names; every reading is checked. One object serves a whole file, and
 * holds only where the fields begin and end, so that a number is read without a text of its own.
 */
export class CsvRecord {
  readonly file: string;
  readonly #columns: readonly string[];
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #text = '';
  #number = 0;

  constructor(file: string, columns: readonly string[]) {
    this.file = file;
    this.#columns = columns;
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
  }

  get line(): number {
    return this.#number;
  }

  /** @throws CsvError when the line has another number of fields than the header */
  load({ text, number }: CsvLine): void {
    this.#number = number;
    const count = text.includes('"') ? this.#loadQuoted(text) : this.#loadPlain(text);
    if (count === this.#columns.length) return;
    throw new CsvError(this.file, number, `${count} fields, the header has ${this.#columns.length} columns`);
  }

  text(column: number): string {
    return this.#text.slice(this.#starts[column], this.#ends[column]);
  }

  isEmpty(column: number): boolean {
    return this.#starts[column] === this.#ends[column];
  }

  /** @throws CsvError unless the field is a finite decimal number, exponents included */
  number(column: number): number {
    const value = parseDecimal(this.#text, this.#starts[column] as number, this.#ends[column] as number);
    if (!Number.isFinite(value)) throw this.refuse(column, 'a number');
    return value;
  }

  numberOrNull(column: number): number | null {
    return this.isEmpty(column) ? null : this.number(column);
  }

  /** Epoch milliseconds: a whole number from 0 to the year 9999. */
  time(column: number): number {
    const value = this.number(column);
    if (!Number.isInteger(value) || value < 0 || value > 253_402_300_799_999)
      throw this.refuse(column, 'epoch milliseconds');
    return value;
  }

  oneOf<T extends string>(column: number, allowed: readonly T[]): T {
    const text = this.text(column);
    const known = allowed.find((word) => word === text);
    if (known === undefined) throw this.refuse(column, `one of ${allowed.join(', ')}`);
    return known;
  }

  refuse(column: number, expected: string): CsvError {
    const name = this.#columns[column] ?? `column ${column + 1}`;
    const problem = `${name} was ${quoted(this.text(column))}: expected ${expected}`;
    return new CsvError(this.file, this.#number, problem, name);
  }

  /** Answers how many fields there are; those beyond the header's columns are counted only. */
  #loadPlain(line: string): number {
    this.#text = line;
    let count = 0;
    for (let at = 0; at <= line.length; count++) {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      this.#starts[count] = at;
      this.#ends[count] = end;
      at = end + 1;
    }
    return count;
  }

  #loadQuoted(line: string): number {
    const fields = csvFields(line, this.file, this.#number);
    this.#text = fields.join('');
    let at = 0;
    fields.forEach((field, i) => {
      this.#starts[i] = at;
      at += field.length;
      this.#ends[i] = at;
    });
    return fields.length;
  }
}
