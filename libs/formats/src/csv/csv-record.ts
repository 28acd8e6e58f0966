import { EXACT, parseDecimal, TENS } from '../decimal/parse-decimal.ts';
import { CsvError, quoted } from './csv-error.ts';
import { csvFields } from './csv-fields.ts';
import { NEWLINE, refuseLong } from './csv-lines.ts';
import type { CsvWords } from './csv-words.ts';

const ZERO = 48;
const MINUS = 45;
/** The point's code, 46, minus that of zero. */
const POINT = -2;
const COMMA = 44;
const QUOTE = 34;
const RETURN = 13;
/** The end of the year 9999, epoch milliseconds. */
const LAST_TIME = 253_402_300_799_999;

export type FieldReader = {
  readonly read: (bytes: Uint8Array, from: number, to: number) => boolean;
};

/**
 * One line seen through the header's column names; every reading is checked. One object serves a whole file, and
 * holds only where the fields begin and end, so that numbers and words are read without a text of their own.
 */
export class CsvRecord {
  readonly file: string;
  /** One a field: what stands there when it is a plain number; of others only once they were required to be one. */
  readonly numbers: Float64Array;
  readonly #columns: readonly string[];
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes = new Uint8Array(0) as Uint8Array;
  #number = 0;

  constructor(file: string, columns: readonly string[]) {
    this.file = file;
    this.#columns = columns;
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
    this.numbers = new Float64Array(columns.length);
  }

  get line(): number {
    return this.#number;
  }

  /**
   * Takes the line that begins at `from` in whole lines that end at `to`; answers where the next one begins.
   * @throws CsvError when the line has another number of fields than the header
   */
  load(bytes: Uint8Array, from: number, to: number, number: number): number {
    this.#number = number;
    this.#bytes = bytes;
    let count = 0;
    let at = this.#loadField(bytes, from, to, 0);
    while (bytes[at] === COMMA) at = this.#loadField(bytes, at + 1, to, ++count);
    count += 1;
    if (at < to && bytes[at] !== NEWLINE) return this.#loadText(bytes, from, to);
    if (at > from && bytes[at - 1] === RETURN) this.#ends[count - 1] = at - 1;
    this.#check(at - from, count);
    return at + 1;
  }

  text(column: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(this.#starts[column], this.#ends[column]));
  }

  isEmpty(column: number): boolean {
    return this.#starts[column] === this.#ends[column];
  }

  /** Gives the field's bytes to a reader; answers whether it could make something of them. */
  read(column: number, reader: FieldReader): boolean {
    return reader.read(this.#bytes, this.#starts[column] as number, this.#ends[column] as number);
  }

  /** @throws CsvError unless the field is a finite decimal number, exponents included */
  number(column: number): number {
    this.requireNumber(column);
    return this.numbers[column] as number;
  }

  /** That `numbers` has the field's number. @throws CsvError unless it is a finite decimal, exponents included */
  requireNumber(column: number): void {
    if (Number.isNaN(this.numbers[column])) this.numbers[column] = this.#closerLook(column);
  }

  numberOrNull(column: number): number | null {
    return this.isEmpty(column) ? null : this.number(column);
  }

  /** That `numbers` has the field's number, or NaN for an empty field. @throws CsvError */
  requireNumberOrEmpty(column: number): void {
    if (!this.isEmpty(column)) this.requireNumber(column);
  }

  /** Epoch milliseconds: a whole number from 0 to the year 9999. */
  time(column: number): number {
    this.requireTime(column);
    return this.numbers[column] as number;
  }

  /** That `numbers` has the field's time. @throws CsvError unless it is epoch milliseconds up to the year 9999 */
  requireTime(column: number): void {
    this.requireNumber(column);
    const value = this.numbers[column] as number;
    if (!Number.isInteger(value) || value < 0 || value > LAST_TIME)
      throw this.refuse(column, 'epoch milliseconds');
  }

  oneOf<T extends string>(column: number, allowed: CsvWords<T>): T {
    const known = allowed.find(this.#bytes, this.#starts[column] as number, this.#ends[column] as number);
    if (known === undefined) throw this.refuse(column, `one of ${allowed.words.join(', ')}`);
    return known;
  }

  refuse(column: number, expected: string): CsvError {
    const name = this.#columns[column] ?? `column ${column + 1}`;
    const problem = `${name} was ${quoted(this.text(column))}: expected ${expected}`;
    return new CsvError(this.file, this.#number, problem, name);
  }

  #closerLook(column: number): number {
    const text = this.text(column);
    const value = parseDecimal(text, 0, text.length);
    if (!Number.isFinite(value)) throw this.refuse(column, 'a number');
    return value;
  }

  /** Answers where the field ends. */
  #loadField(bytes: Uint8Array, from: number, to: number, column: number): number {
    this.#starts[column] = from;
    let at = this.#loadNumber(bytes, from, column);
    if (at < to && !endsField(bytes[at] as number)) {
      this.numbers[column] = NaN;
      at = fieldEnd(bytes, at, to);
    }
    this.#ends[column] = at;
    return at;
  }

  /**
   * Reads digits and a point on the way to the field's end: the number if that is all there is and a double holds it
   * exactly, as `parseDecimal` has it; NaN for whatever needs a closer look.
   * @returns where the digits end
   */
  #loadNumber(bytes: Uint8Array, from: number, column: number): number {
    const isNegative = bytes[from] === MINUS;
    const first = isNegative ? from + 1 : from;
    let mantissa = 0;
    let point = -1;
    let at = first;
    for (;;) {
      const digit = (bytes[at] as number) - ZERO;
      if (isDigit(digit)) mantissa = 10 * mantissa + digit;
      else if (digit === POINT && point < 0) point = at;
      else break;
      at += 1;
    }
    const value = exactly(mantissa, at - first, point < 0 ? 0 : at - point);
    this.numbers[column] = isNegative ? -value : value;
    return at;
  }

  /** A line with quotes, or with letters that take several bytes. */
  #loadText(bytes: Uint8Array, from: number, to: number): number {
    const { text, end } = lineText(bytes, from, to, { file: this.file, line: this.#number });
    const fields = csvFields(text, this.file, this.#number);
    const encoder = new TextEncoder();
    this.#bytes = encoder.encode(fields.join(''));
    this.numbers.fill(NaN);
    let at = 0;
    fields.forEach((field, i) => {
      this.#starts[i] = at;
      at += encoder.encode(field).length;
      this.#ends[i] = at;
    });
    this.#check(end - from, fields.length);
    return end + 1;
  }

  #check(length: number, count: number): void {
    refuseLong(length, this.file, this.#number);
    if (count === this.#columns.length) return;
    throw new CsvError(
      this.file,
      this.#number,
      `${count} fields, the header has ${this.#columns.length} columns`,
    );
  }
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

/** @param digits how many characters, the point included, @param fraction how many from the point on, it included */
function exactly(mantissa: number, digits: number, fraction: number): number {
  const isNumber = digits > (fraction > 0 ? 1 : 0);
  return isNumber && mantissa < EXACT && fraction <= 23
    ? mantissa / (TENS[fraction > 0 ? fraction - 1 : 0] as number)
    : NaN;
}

/** Quotes and letters of several bytes end it too: such a line is read as text. */
function endsField(byte: number): boolean {
  return byte === COMMA || byte === NEWLINE || byte === QUOTE || byte >= 128;
}

function fieldEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && !endsField(bytes[at] as number)) at++;
  return at;
}

/**
 * The text of the line that begins at `from`, without its end.
 * @throws CsvError for a line over 64 KiB or bytes that are no UTF-8
 */
export function lineText(
  bytes: Uint8Array,
  from: number,
  to: number,
  { file, line }: { readonly file: string; readonly line: number },
): { readonly text: string; readonly end: number } {
  const found = bytes.indexOf(NEWLINE, from);
  const end = found < 0 || found > to ? to : found;
  refuseLong(end - from, file, line);
  const textEnd = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes.subarray(from, textEnd)), end };
  } catch {
    throw new CsvError(file, line, 'the line has bytes that are no UTF-8 text');
  }
}
