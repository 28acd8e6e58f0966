import { CsvError, quoted } from './csv-error.ts';
import { csvFields } from './csv-fields.ts';
import { csvLines } from './csv-lines.ts';
import { CsvRecord } from './csv-record.ts';

/** Turns the header's columns into a way to read a row. @throws Error saying what is wrong with the header */
export type RowReader<T> = (columns: readonly string[]) => (record: CsvRecord) => T;

/**
 * The rows of a CSV with a header, in groups as the chunks come.
 * @throws CsvError at the first thing that is wrong
 */
export async function* csvTable<T>(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  reader: RowReader<T>,
): AsyncGenerator<readonly T[]> {
  let record: CsvRecord | undefined;
  let read: ((record: CsvRecord) => T) | undefined;
  for await (const lines of csvLines(chunks, file)) {
    const rows: T[] = [];
    for (const line of lines) {
      if (record && read) {
        record.load(line);
        rows.push(read(record));
        continue;
      }
      const columns = csvFields(line.text, file, line.number);
      read = withHeader(reader, columns, file);
      record = new CsvRecord(file, columns);
    }
    if (rows.length) yield rows;
  }
  if (!record) throw new CsvError(file, 1, 'the file is empty: expected a header');
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

/** For a file whose header is always the same. */
export function exactHeader<T>(header: string, read: (record: CsvRecord) => T): RowReader<T> {
  const expected = header.split(',');
  return (columns) => {
    const missing = expected.filter((name) => !columns.includes(name));
    const extra = columns.filter((name) => !expected.includes(name));
    if (missing.length)
      throw new Error(`the header lacks ${missing.join(', ')}: it was ${quoted(columns.join(','))}`);
    if (extra.length) throw new Error(`the header has columns that nobody knows: ${quoted(extra.join(','))}`);
    if (columns.some((name, i) => name !== expected[i]))
      throw new Error(`the header's columns are in another order than ${header}`);
    return read;
  };
}
