import { decodeRecords, type DecodedRecords } from './decode-records.ts';
import { MAGIC } from './record-layout.ts';
import { RecordIoError } from './recordio-error.ts';

/** Some 1,700 rows of 605 features. */
const PIECE_BYTES = 4_194_304;

/**
 * Reads a file of any size in the memory of a few megabytes, some rows at a time.
 * @param pieceBytes how much is gathered before it is decoded
 * @throws RecordIoError at the first bad record, counted over the whole file
 */
export async function* decodeRecordStream(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  featureDim: number,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<DecodedRecords> {
  let before = 0;
  for await (const piece of wholeRecords(chunks, pieceBytes)) {
    const rows = decoded(piece, file, featureDim, before);
    before += rows.rows;
    yield rows;
  }
}

function decoded(piece: Uint8Array, file: string, featureDim: number, before: number): DecodedRecords {
  try {
    return decodeRecords(piece, file, { featureDim });
  } catch (error) {
    if (!(error instanceof RecordIoError)) throw error;
    throw new RecordIoError(file, before + error.record, error.problem);
  }
}

/** The bytes again, cut between records; whatever is left at the end, whole or not. */
async function* wholeRecords(
  chunks: AsyncIterable<Uint8Array>,
  pieceBytes: number,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(new Uint8Array(chunk));
    size += chunk.length;
    if (size < pieceBytes) continue;
    const all = joined(held, size);
    const end = lastRecordEnd(all);
    if (end > 0) yield all.subarray(0, end);
    held = [all.subarray(end)];
    size = all.length - end;
  }
  if (size > 0) yield joined(held, size);
}

const LENGTH_MASK = 0x1fffffff;
const LAST = 3;

/** Where the last record that is there as a whole ends. What is no record is left to the decoder to refuse. */
function lastRecordEnd(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = 0;
  for (let at = 0; at + 8 <= bytes.length;) {
    if (view.getUint32(at, true) !== MAGIC) return bytes.length;
    const word = view.getUint32(at + 4, true);
    at += 8 + Math.ceil((word & LENGTH_MASK) / 4) * 4;
    const flag = word >>> 29;
    if (at <= bytes.length && (flag === 0 || flag === LAST)) end = at;
  }
  return end;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
