/** A RecordIO file that cannot be understood: names the file and the record's index, counted from 0. */
export class RecordIoError extends Error {
  override readonly name = 'RecordIoError';
  readonly file: string;
  readonly record: number;
  readonly problem: string;

  constructor(file: string, record: number, problem: string) {
    super(`${file}, record ${record}: ${problem}`);
    this.file = file;
    this.record = record;
    this.problem = problem;
  }
}
