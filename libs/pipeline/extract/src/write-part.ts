import { RecordChunk } from '@moving-ground/formats';
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
  const chunks = new RowChunks(part, writer, Math.min(orders.length, writer.rowsPerFile));
  for (let from = 0; from < orders.length; from += writer.rowsPerFile) {
    const index = files.length;
    await writer.write(part, index, chunks.of(orders.subarray(from, from + writer.rowsPerFile)));
    files.push(objectKeys.datasetFile(writer.batchId, part, index));
  }
  return files;
}

/** Rows made where they lie in the file. Two chunks take turns, so that one is written while the next is made. */
class RowChunks {
  readonly #part: DatasetPart;
  readonly #writer: PartWriter;
  readonly #chunks: readonly [RecordChunk, RecordChunk];

  constructor(part: DatasetPart, writer: PartWriter, longestFile: number) {
    const { featureDim } = writer.table;
    const rows = Math.max(1, Math.min(longestFile, Math.floor(CHUNK_FLOATS / featureDim)));
    const chunk = (): RecordChunk => new RecordChunk(featureDim, rows);
    this.#part = part;
    this.#writer = writer;
    this.#chunks = [chunk(), chunk()];
  }

  async *of(orders: Uint32Array): AsyncGenerator<Uint8Array> {
    let [chunk, other] = this.#chunks;
    for (let from = 0; from < orders.length; from += chunk.rows) {
      const some = orders.subarray(from, from + chunk.rows);
      this.#make(some, chunk);
      yield chunk.bytes(some.length);
      [chunk, other] = [other, chunk];
    }
  }

  #make(orders: Uint32Array, chunk: RecordChunk): void {
    const { table, duplicates, constants } = this.#writer;
    const { floats, words } = chunk;
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i] as number;
      const at = chunk.featuresAt(i);
      table.write(order, floats, at);
      chunk.setLabel(i, table.label(order));
      duplicates.see(words, at, { order, table });
      if (this.#part === 'train') constants.see(floats, at, table.featureDim);
    }
  }
}
