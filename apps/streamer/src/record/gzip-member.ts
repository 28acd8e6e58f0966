import { crc32, deflateRaw, gunzipSync } from 'node:zlib';
import { promisify } from 'node:util';

const deflate = promisify(deflateRaw);

/**
 * A gzip header of 20 bytes: deflate, an extra field and no more (RFC 1952, 2.3). The extra field holds the length of
 * the whole member, so that a file of many can be gone through without inflating what is not whole.
 */
export const HEADER_BYTES = 20;
const TRAILER_BYTES = 8;
const LENGTH_AT = 16;
const START = Uint8Array.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x4d, 0x47, 4, 0);

/** One complete gzip member: any gzip reader takes a file of several as one text. */
export async function gzipMember(text: Uint8Array): Promise<Buffer> {
  const body = await deflate(text);
  const member = Buffer.alloc(HEADER_BYTES + body.length + TRAILER_BYTES);
  member.set(START, 0);
  member.writeUInt32LE(member.length, LENGTH_AT);
  member.set(body, HEADER_BYTES);
  member.writeUInt32LE(crc32(text), HEADER_BYTES + body.length);
  member.writeUInt32LE(text.length, HEADER_BYTES + body.length + 4);
  return member;
}

/** @returns the length of the member that begins with these bytes; undefined when it is none of this kind */
export function memberLength(header: Uint8Array): number | undefined {
  if (header.length < HEADER_BYTES || START.some((byte, i) => header[i] !== byte)) return undefined;
  const length = Buffer.from(header.buffer, header.byteOffset).readUInt32LE(LENGTH_AT);
  return length > HEADER_BYTES + TRAILER_BYTES ? length : undefined;
}

/** @returns the text; undefined when the member is damaged */
export function memberText(member: Uint8Array): Buffer | undefined {
  try {
    return gunzipSync(member);
  } catch {
    return undefined;
  }
}
