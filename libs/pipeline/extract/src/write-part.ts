import { RecordEncoder } from '@moving-ground/formats';
import { objectKeys, type BatchId, type DatasetPart } from '@moving-ground/run';
import type { ConstantColumns } from './constant-columns.ts';
import type { ExactDuplicates } from './exact-duplicates.ts';
import type { ExtractInput } from './extract-input.ts';
import type { RowTable } from './row-table.ts';

/** Floats of a chunk: 2 MiB stay in a processor's cache on their way to bytes. */
const CHUNK_FLOATS = 524_288;

export type PartWriter = {
  readonly batchId: BatchId;
  readonly table: RowTable;
  readonly duplicates: ExactDuplicates;
  readonly constants: ConstantColumns;
  readonly rowsPerFile: number;
  readonly write: ExtractInput['write'];
};

/** Makes the rows of a part in their final order, a chunk at a time; answers the keys of its files. */
export async function writePart(
  part: DatasetPart,
  orders: Uint32Array,
  writer: PartWriter,
): Promise<readonly string[]> {
  const files: string[] = [];
  const chunks = new RowChunks(part, writer);
  for (let from = 0; from < orders.length; from += writer.rowsPerFile) {
    const index = files.length;
    await writer.write(part, index, chunks.of(orders.subarray(from, from + writer.rowsPerFile)));
    files.push(objectKeys.datasetFile(writer.batchId, part, index));
  }
  return files;
}

/** Rows as bytes; the floats of all chunks share one buffer. */
class RowChunks {
  readonly #part: DatasetPart;
  readonly #writer: PartWriter;
  readonly #encoder: RecordEncoder;
  readonly #features: Float32Array;
  readonly #words: Int32Array;
  readonly #labels: Float32Array;

  constructor(part: DatasetPart, writer: PartWriter) {
    const { featureDim } = writer.table;
    const rows = Math.max(1, Math.floor(CHUNK_FLOATS / featureDim));
    this.#part = part;
    this.#writer = writer;
    this.#encoder = new RecordEncoder(featureDim);
    this.#features = new Float32Array(rows * featureDim);
    this.#words = new Int32Array(this.#features.buffer);
    this.#labels = new Float32Array(rows);
  }

  async *of(orders: Uint32Array): AsyncGenerator<Uint8Array> {
    const rows = this.#labels.length;
    for (let from = 0; from < orders.length; from += rows) {
      const chunk = orders.subarray(from, from + rows);
      this.#make(chunk);
      yield this.#encoder.encode(this.#features, this.#labels, chunk.length);
    }
  }

  #make(orders: Uint32Array): void {
    const { table, duplicates, constants } = this.#writer;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i] as number;
      const at = i * table.featureDim;
      table.write(order, this.#features, at);
      this.#labels[i] = table.label(order);
      duplicates.see(this.#words, at, { order, table });
      if (this.#part === 'train') constants.see(this.#features, at, table.featureDim);
    }
  }
}
