import { RecordEncoder } from '@moving-ground/formats';
import type { DatasetPart } from '@moving-ground/run';
import type { ExtractInput } from './extract-input.ts';
import type { FeatureRows } from './feature-rows.ts';
import type { OrderRow } from './order-rows.ts';
import type { RowCensus } from './row-census.ts';

/** 1,000 rows of 605 features are 2.4 MB, held once as floats and once as bytes. */
const ROWS_PER_CHUNK = 1_000;

export type PartWriter = {
  readonly orders: readonly OrderRow[];
  readonly featureRows: FeatureRows;
  readonly featureDim: number;
  readonly census: RowCensus;
  readonly rowsPerFile: number;
  readonly write: ExtractInput['write'];
};

/** Makes the rows of a part in their final order and writes them; answers the names of its files. */
export async function writePart(part: DatasetPart, rows: Uint32Array, writer: PartWriter): Promise<string[]> {
  const files: string[] = [];
  for (let from = 0; from < rows.length; from += writer.rowsPerFile) {
    const index = files.length;
    await writer.write(part, index, chunksOf(part, rows.subarray(from, from + writer.rowsPerFile), writer));
    files.push(`part-${String(index).padStart(5, '0')}.rec`);
  }
  return files;
}

async function* chunksOf(
  part: DatasetPart,
  rows: Uint32Array,
  writer: PartWriter,
): AsyncGenerator<Uint8Array> {
  const { featureDim, census } = writer;
  const encoder = new RecordEncoder(featureDim);
  const features = new Float32Array(Math.min(ROWS_PER_CHUNK, rows.length) * featureDim);
  const labels = new Float32Array(Math.min(ROWS_PER_CHUNK, rows.length));
  for (let from = 0; from < rows.length; from += ROWS_PER_CHUNK) {
    const count = Math.min(ROWS_PER_CHUNK, rows.length - from);
    fill(rows.subarray(from, from + count), features, labels, writer);
    census.count(features, labels, count);
    if (part === 'train') census.compareTrainRows(features, count);
    yield encoder.encode(features, labels, count);
  }
}

function fill(
  rows: Uint32Array,
  features: Float32Array,
  labels: Float32Array,
  { orders, featureRows, featureDim }: PartWriter,
): void {
  rows.forEach((order, i) => {
    const row = orders[order] as OrderRow;
    featureRows.write(order, row.openMs, features, i * featureDim);
    labels[i] = row.label;
  });
}
