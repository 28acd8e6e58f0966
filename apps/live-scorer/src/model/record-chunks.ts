import { decodeRecords, RecordChunk, type DecodedRecords } from '@moving-ground/formats';

/** 1,000 rows of 605 features are 2.4 MB, decoded within a few milliseconds. */
const ROWS_AT_ONCE = 1_000;

/**
 * Reads a RecordIO file of dense float32 rows, as the extraction writes them, without ever holding it.
 * @throws RecordIoError at the first record that is none, or of another width
 */
export async function* recordChunks(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  featureDim: number,
): AsyncGenerator<DecodedRecords> {
  const piece = new RecordChunk(featureDim, 1).bytes(1).length * ROWS_AT_ONCE;
  const held = new Uint8Array(piece);
  let size = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(piece - size, chunk.length - at);
      held.set(chunk.subarray(at, at + taken), size);
      [size, at] = [size + taken, at + taken];
      if (size < piece) continue;
      yield decodeRecords(held, file, { featureDim });
      size = 0;
    }
  }
  if (size > 0) yield decodeRecords(held.subarray(0, size), file, { featureDim });
}
