import { parseBatchId, type BatchId } from './batch-id.ts';

/** What an extraction job is told. */
export type ExtractArguments = {
  readonly bucket: string;
  readonly batchId: BatchId;
  /** Oldest first, ending with batchId. */
  readonly windowBatches: readonly BatchId[];
  /** The feature schema's document as JSON text. */
  readonly schema: string;
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  readonly seed: number;
  readonly rowsPerFile: number;
};

/** An argument of an extraction job is missing or cannot be. */
export class InvalidExtractArgument extends Error {
  override readonly name = 'InvalidExtractArgument';
}

/** As Glue passes them: every name begins with two dashes, every value is text. */
export function renderExtractArguments(a: ExtractArguments): Readonly<Record<string, string>> {
  return {
    '--bucket': a.bucket,
    '--batch_id': a.batchId,
    '--window_batches': a.windowBatches.join(','),
    '--schema': a.schema,
    '--split': [a.split.train, a.split.validation, a.split.test].join(','),
    '--seed': String(a.seed),
    '--rows_per_file': String(a.rowsPerFile),
  };
}

/** @throws InvalidExtractArgument, InvalidBatchId */
export function parseExtractArguments(given: Readonly<Record<string, string>>): ExtractArguments {
  const [train = NaN, validation = NaN, test = NaN, ...more] = text(given, '--split').split(',').map(Number);
  if (more.length || !(Math.abs(train + validation + test - 1) < 1e-9))
    throw invalid(given, '--split', 'three shares that make 1');
  return {
    bucket: text(given, '--bucket'),
    batchId: parseBatchId(text(given, '--batch_id')),
    windowBatches: text(given, '--window_batches').split(',').map(parseBatchId),
    schema: text(given, '--schema'),
    split: { train, validation, test },
    seed: whole(given, '--seed', 0),
    rowsPerFile: whole(given, '--rows_per_file', 1),
  };
}

function text(given: Readonly<Record<string, string>>, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') throw invalid(given, name, 'a value');
  return value;
}

function whole(given: Readonly<Record<string, string>>, name: string, least: number): number {
  const value = Number(text(given, name));
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw invalid(given, name, `a whole number of at least ${least}`);
}

function invalid(
  given: Readonly<Record<string, string>>,
  name: string,
  expected: string,
): InvalidExtractArgument {
  return new InvalidExtractArgument(`${name} was ${JSON.stringify(given[name] ?? null)}: give ${expected}`);
}
