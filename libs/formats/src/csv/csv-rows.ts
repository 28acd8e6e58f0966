import { CsvError, quoted } from './csv-error.ts';
import { csvFields } from './csv-fields.ts';
import { CsvLines } from './csv-lines.ts';
import { CsvRecord, lineText } from './csv-record.ts';

/** Turns the header's columns into a way to read a row. @throws Error saying what is wrong with the header */
export type RowReader<T> = (columns: readonly string[]) => (record: CsvRecord) => T;

/** Where rows go, and how they are read into it. */
export type RowTarget<Row> = { readonly row: Row; readonly reader: RowReader<void> };

/** The rows of a CSV with a header, one at a time, each in the place of the one before. */
export class CsvRows<Row> {
  /** What was read last. */
  readonly row: Row;
  readonly #file: string;
  readonly #lines: CsvLines;
  readonly #reader: RowReader<void>;
  #record: CsvRecord | undefined;
  #read: (record: CsvRecord) => void = () => undefined;
  #number = 0;

  constructor(chunks: AsyncIterable<Uint8Array>, file: string, { row, reader }: RowTarget<Row>) {
    this.row = row;
    this.#file = file;
    this.#lines = new CsvLines(chunks);
    this.#reader = reader;
  }

  /** Reads the next row of those at hand. @returns false when there is none left @throws CsvError */
  next(): boolean {
    const lines = this.#lines;
    if (lines.from >= lines.to) return false;
    this.#number += 1;
    if (!this.#record) return this.#takeHeader();
    lines.from = this.#record.load(lines.bytes, lines.from, lines.to, this.#number);
    this.#read(this.#record);
    return true;
  }

  /** Waits for more rows, once there are none left. @returns false at the end of the file @throws CsvError */
  async refill(): Promise<boolean> {
    if (await this.#lines.refill()) return true;
    if (!this.#record) throw new CsvError(this.#file, 1, 'the file is empty: expected a header');
    return false;
  }

  async close(): Promise<void> {
    await this.#lines.close();
  }

  #takeHeader(): boolean {
    const { bytes, from, to } = this.#lines;
    const { text, end } = lineText(bytes, from, to, { file: this.#file, line: 1 });
    const columns = csvFields(text, this.#file, 1);
    this.#read = withHeader(this.#reader, columns, this.#file);
    this.#record = new CsvRecord(this.#file, columns);
    this.#lines.from = end + 1;
    return this.next();
  }
}

/** Rows that are kept, each copied, in groups as the chunks come. @throws CsvError */
export async function* copiedRows<Row, T>(
  rows: CsvRows<Row>,
  copy: (row: Row) => T,
): AsyncGenerator<readonly T[]> {
  try {
    while (await rows.refill()) {
      const group: T[] = [];
      while (rows.next()) group.push(copy(rows.row));
      if (group.length > 0) yield group;
    }
  } finally {
    await rows.close();
  }
}

function withHeader<T>(
  reader: RowReader<T>,
  columns: readonly string[],
  file: string,
): (record: CsvRecord) => T {
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new CsvError(file, 1, `the header has the column ${quoted(twice)} twice`);
  try {
    return reader(columns);
  } catch (error) {
    throw error instanceof CsvError ? error : new CsvError(file, 1, (error as Error).message);
  }
}
