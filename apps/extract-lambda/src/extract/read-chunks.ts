import { createReadStream } from 'node:fs';

/** A file's bytes as plain views: a Buffer's slices would share its memory. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  for await (const { buffer, byteOffset, length } of createReadStream(path) as AsyncIterable<Buffer>)
    yield new Uint8Array(buffer, byteOffset, length);
}
