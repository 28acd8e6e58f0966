/** A CSV that cannot be understood: the message names file, line and column, and quotes what was there. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, problem: string) {
    super(`${file}, line ${line}: ${problem}`);
    this.file = file;
    this.line = line;
  }
}

/** At most 40 characters of what was written, as JSON, so that no control character reaches a log. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
