import { quoted } from './csv-error.ts';
import type { CsvRecord } from './csv-record.ts';
import { copiedRows, CsvRows, type RowReader } from './csv-rows.ts';

/**
 * The rows of a CSV with a header, each an object of its own, in groups as the chunks come.
 * @throws CsvError at the first thing that is wrong
 */
export function csvTable<T>(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  reader: RowReader<T>,
): AsyncGenerator<readonly T[]> {
  const last: { row: T | undefined } = { row: undefined };
  const rows = new CsvRows(chunks, file, {
    row: last,
    reader: (columns) => {
      const read = reader(columns);
      return (record) => {
        last.row = read(record);
      };
    },
  });
  return copiedRows(rows, ({ row }) => row as T);
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
