import { CsvError, quoted } from './csv-error.ts';
import { csvFields } from './csv-fields.ts';
import type { CsvLine } from './csv-lines.ts';

/** One line seen through the header's column names; every reading is checked. One object serves a whole file. */
export class CsvRecord {
  readonly file: string;
  readonly #columns: readonly string[];
  #fields: string[] = [];
  #number = 0;

  constructor(file: string, columns: readonly string[]) {
    this.file = file;
    this.#columns = columns;
  }

  get line(): number {
    return this.#number;
  }

  /** @throws CsvError when the line has another number of fields than the header */
  load({ text, number }: CsvLine): void {
    this.#fields = csvFields(text, this.file, number);
    this.#number = number;
    if (this.#fields.length !== this.#columns.length) {
      throw new CsvError(
        this.file,
        number,
        `${this.#fields.length} fields, the header has ${this.#columns.length} columns`,
      );
    }
  }

  text(column: number): string {
    return this.#fields[column] ?? '';
  }

  /** @throws CsvError unless the field is a finite decimal number, exponents included */
  number(column: number): number {
    const text = this.#fields[column] ?? '';
    const value = decimal(text);
    if (!Number.isFinite(value)) throw this.refuse(column, 'a number');
    return value;
  }

  numberOrNull(column: number): number | null {
    return this.text(column) === '' ? null : this.number(column);
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
    return new CsvError(
      this.file,
      this.#number,
      `${name} was ${quoted(this.text(column))}: expected ${expected}`,
    );
  }
}

/** NaN for anything but digits, sign, point and exponent: no blanks, no hexadecimal, no words. */
export function decimal(text: string): number {
  if (text.length === 0) return NaN;
  for (let i = 0; i < text.length; i++) if (!isDecimalCode(text.charCodeAt(i))) return NaN;
  return Number(text);
}

function isDecimalCode(code: number): boolean {
  if (code >= 48) return code <= 57 || code === 69 || code === 101; // 0-9 E e
  return code === 43 || code === 45 || code === 46; // + - .
}
