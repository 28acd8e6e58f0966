import { MAGIC } from './record-layout.ts';
import { RecordIoError } from './recordio-error.ts';

const LENGTH_MASK = 0x1fffffff;
const WHOLE = 0;
const FIRST = 1;
const LAST = 3;

/** The data of each record, parts joined with the magic word that the writer took out between them. @throws RecordIoError */
export function* framesOf(bytes: Uint8Array, file: string): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let parts: Uint8Array[] = [];
  let record = 0;
  for (let at = 0; at < bytes.length;) {
    const { flag, start, end, next } = frameAt(view, at, file, record);
    refuseOrder(flag, parts.length > 0, file, record);
    refusePadding(bytes.subarray(end, next), flag, file, record);
    const data = bytes.subarray(start, end);
    at = next;
    if (flag !== WHOLE) parts.push(data);
    if (flag === WHOLE || flag === LAST) {
      yield flag === WHOLE ? data : joined(parts);
      parts = [];
      record++;
    }
  }
  if (parts.length) throw new RecordIoError(file, record, 'the last part is missing');
}

type Frame = { readonly flag: number; readonly start: number; readonly end: number; readonly next: number };

function frameAt(view: DataView, at: number, file: string, record: number): Frame {
  const left = view.byteLength - at;
  if (left < 8) throw new RecordIoError(file, record, `${left} bytes are left, a frame's head has 8`);
  const magic = view.getUint32(at, true);
  if (magic !== MAGIC)
    throw new RecordIoError(file, record, `the magic word was 0x${magic.toString(16)}, it is 0xced7230a`);
  const word = view.getUint32(at + 4, true);
  const length = word & LENGTH_MASK;
  const next = at + 8 + Math.ceil(length / 4) * 4;
  if (next > view.byteLength)
    throw new RecordIoError(file, record, `${length} bytes were announced, ${left - 8} are left`);
  return { flag: word >>> 29, start: at + 8, end: at + 8 + length, next };
}

function refuseOrder(flag: number, open: boolean, file: string, record: number): void {
  const fits = open ? flag > FIRST && flag <= LAST : flag === WHOLE || flag === FIRST;
  if (!fits) throw new RecordIoError(file, record, `a part with the flag ${flag} stands out of order`);
}

/** Parts end where a magic word stood on a multiple of four, so only the last one can need padding. */
function refusePadding(padding: Uint8Array, flag: number, file: string, record: number): void {
  if (padding.some((byte) => byte !== 0))
    throw new RecordIoError(file, record, `the padding was ${padding.join(' ')}, it is zeros`);
  if (padding.length && flag !== WHOLE && flag !== LAST)
    throw new RecordIoError(file, record, `a part before the last has ${padding.length} bytes of padding`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0) + 4 * (parts.length - 1);
  const whole = new Uint8Array(total);
  const view = new DataView(whole.buffer);
  let at = 0;
  parts.forEach((part, i) => {
    if (i > 0) {
      view.setUint32(at, MAGIC, true);
      at += 4;
    }
    whole.set(part, at);
    at += part.length;
  });
  return whole;
}
