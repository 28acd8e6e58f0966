import { createHash } from 'node:crypto';
import type { ObjectStorage, ObjectSummary, PutConditions, StoredObject } from '../s3/object-storage.ts';

type Entry = StoredObject & { readonly lastModified: Date };

/**
 * Objects in memory under S3's conditions, for tests. Every operation takes effect in one step, after a turn of
 * the event loop, so that operations started together interleave as requests do.
 * @param now what an object's lastModified is read from
 */
export function createInMemoryStorage(now: () => number = () => 0): ObjectStorage {
  const entries = new Map<string, Entry>();
  const at = (bucket: string, key: string) => entries.get(`${bucket}/${key}`);
  return {
    put: async (bucket, key, body, conditions = {}) => {
      await Promise.resolve();
      if (!holds(at(bucket, key), conditions)) return { stored: false, reason: 'precondition' };
      const entry = entryOf(body, new Date(now()));
      entries.set(`${bucket}/${key}`, entry);
      return { stored: true, etag: entry.etag };
    },
    putStream: async (bucket, key, chunks) => {
      const held: Uint8Array[] = [];
      // Copied at once: a writer may use one buffer for all of its chunks.
      for await (const chunk of chunks) held.push(chunk.slice());
      entries.set(`${bucket}/${key}`, entryOf(Buffer.concat(held), new Date(now())));
    },
    get: async (bucket, key) => {
      await Promise.resolve();
      return at(bucket, key);
    },
    getStream: async (bucket, key) => {
      await Promise.resolve();
      const entry = at(bucket, key);
      return entry && inChunks(entry.body);
    },
    head: async (bucket, key) => {
      await Promise.resolve();
      const entry = at(bucket, key);
      return entry && { size: entry.body.length, etag: entry.etag };
    },
    list: (bucket, prefix) => listed(entries, bucket, prefix),
    delete: async (bucket, key) => {
      await Promise.resolve();
      entries.delete(`${bucket}/${key}`);
    },
  };
}

function holds(entry: Entry | undefined, { ifNoneMatch, ifMatch }: PutConditions): boolean {
  if (ifNoneMatch && entry) return false;
  return ifMatch === undefined || entry?.etag === ifMatch;
}

function entryOf(written: Uint8Array | string, lastModified: Date): Entry {
  const body = typeof written === 'string' ? new TextEncoder().encode(written) : Uint8Array.from(written);
  return { body, etag: `"${createHash('md5').update(body).digest('hex')}"`, lastModified };
}

/** Small pieces, so that a reader that needs the whole in one piece is found out. */
async function* inChunks(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.length; start += 7) {
    await Promise.resolve();
    yield body.subarray(start, start + 7);
  }
}

async function* listed(
  entries: ReadonlyMap<string, Entry>,
  bucket: string,
  prefix: string,
): AsyncGenerator<ObjectSummary> {
  await Promise.resolve();
  const names = [...entries.keys()].filter((name) => name.startsWith(`${bucket}/${prefix}`)).sort();
  for (const name of names) {
    const entry = entries.get(name);
    if (entry)
      yield {
        key: name.slice(bucket.length + 1),
        size: entry.body.length,
        lastModified: entry.lastModified,
      };
  }
}
