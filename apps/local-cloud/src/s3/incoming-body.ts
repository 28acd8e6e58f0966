import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A body on disk, complete and synced, that is no object yet. */
export type IncomingBody = { readonly path: string; readonly size: number; readonly md5: string };

/** Names of bodies that never became objects, when a stop left some. */
export const INCOMING = '.incoming-';

/** Nothing is left of a body that does not arrive whole. */
export async function receiveBody(folder: string, body: Uint8Array | Readable): Promise<IncomingBody> {
  const path = join(folder, `${INCOMING}${randomUUID()}`);
  const hash = createHash('md5');
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    const source = body instanceof Readable ? body : Readable.from([body]);
    await pipeline(source, counted, createWriteStream(path));
    await sync(path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { path, size, md5: hash.digest('hex') };
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
