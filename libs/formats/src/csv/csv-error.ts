/** A CSV that cannot be understood: the message names file, line and column, and quotes what was there. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly file: string;
  readonly line: number;
  /** The header's name of the column; undefined where the line as a whole is wrong. */
  readonly column: string | undefined;

  constructor(file: string, line: number, problem: string, column?: string) {
    super(`${file}, line ${line}: ${problem}`);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/** At most 40 characters of what was written, as JSON, so that no control character reaches a log. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
