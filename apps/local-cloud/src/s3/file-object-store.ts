import { createHash, randomUUID } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../protocol/service-error.ts';
import { Documents } from '../state/documents.ts';
import { checkedBucket, objectPath } from './object-path.ts';
import type { ObjectHead, ObjectStore, PutCondition, PutOptions } from './object-store.ts';

type StoredHead = Omit<ObjectHead, 'lastModified'> & { readonly lastModified: string };

/** Told after an object is durable. */
export type ObjectListener = (bucket: string, head: ObjectHead) => void;

/** Objects as files in one folder; their heads are kept in memory and beside them. */
export class FileObjectStore implements ObjectStore {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #heads = new Map<string, Map<string, ObjectHead>>();
  readonly #listeners: ObjectListener[] = [];
  /** Writes of one key follow each other, so that two conditional ones cannot both find it absent. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(folder: string, now: () => Date) {
    this.#folder = folder;
    this.#now = now;
    mkdirSync(folder, { recursive: true });
    for (const bucket of readdirSync(folder))
      if (!bucket.startsWith('.')) this.#heads.set(bucket, this.#readHeads(bucket));
  }

  onCreated(listener: ObjectListener): void {
    this.#listeners.push(listener);
  }

  buckets(): string[] {
    return [...this.#heads.keys()].sort();
  }

  async createBucket(bucket: string): Promise<void> {
    await mkdir(join(this.#folder, checkedBucket(bucket)), { recursive: true });
    if (!this.#heads.has(bucket)) this.#heads.set(bucket, new Map());
  }

  async head(bucket: string, key: string): Promise<ObjectHead | undefined> {
    return this.#bucket(bucket).get(key);
  }

  async read(bucket: string, key: string): Promise<Buffer> {
    this.#existing(bucket, key);
    return readFile(this.filePath(bucket, key));
  }

  async readStream(bucket: string, key: string): Promise<Readable> {
    this.#existing(bucket, key);
    return createReadStream(this.filePath(bucket, key));
  }

  filePath(bucket: string, key: string): string {
    return objectPath(this.#folder, bucket, key);
  }

  async put(
    bucket: string,
    key: string,
    body: Uint8Array | Readable,
    options: PutOptions = {},
  ): Promise<ObjectHead> {
    this.#bucket(bucket);
    const written = await this.#write(body);
    const turn = this.#inTurn(`${bucket}/${key}`, () => this.#commit(bucket, key, written, options));
    const head = await turn.finally(() => rm(written.path, { force: true }));
    for (const listener of this.#listeners) listener(bucket, head);
    return head;
  }

  async delete(bucket: string, key: string): Promise<void> {
    const heads = this.#bucket(bucket);
    await this.#inTurn(`${bucket}/${key}`, async () => {
      heads.delete(key);
      this.#documents(bucket, key).delete('head');
      await rm(this.filePath(bucket, key), { force: true });
    });
  }

  async list(bucket: string, prefix: string): Promise<readonly ObjectHead[]> {
    const heads = [...this.#bucket(bucket).values()].filter(({ key }) => key.startsWith(prefix));
    return heads.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  #bucket(bucket: string): Map<string, ObjectHead> {
    const heads = this.#heads.get(bucket);
    if (!heads) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return heads;
  }

  #existing(bucket: string, key: string): void {
    if (!this.#bucket(bucket).has(key))
      throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  }

  async #commit(
    bucket: string,
    key: string,
    { path, size, md5 }: Written,
    options: PutOptions,
  ): Promise<ObjectHead> {
    const heads = this.#bucket(bucket);
    refuseUnmet(heads.get(key), options);
    const { contentType = 'application/octet-stream', metadata = {} } = options;
    const head = { key, size, etag: `"${md5}"`, lastModified: this.#now(), contentType, metadata };
    const target = this.filePath(bucket, key);
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target);
    this.#documents(bucket, key).put('head', { ...head, lastModified: head.lastModified.toISOString() });
    heads.set(key, head);
    return head;
  }

  async #write(body: Uint8Array | Readable): Promise<Written> {
    const path = join(this.#folder, `.incoming-${randomUUID()}`);
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
      await pipeline(
        body instanceof Readable ? body : Readable.from([body]),
        counted,
        createWriteStream(path),
      );
      await synced(path);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { path, size, md5: hash.digest('hex') };
  }

  #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(work, work);
    this.#turns.set(name, turn);
    const forget = (): void => {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    };
    turn.then(forget, forget);
    return turn;
  }

  #documents(bucket: string, key: string): Documents<StoredHead> {
    return new Documents(`${this.filePath(bucket, key)}.d`);
  }

  #readHeads(bucket: string): Map<string, ObjectHead> {
    const heads = new Map<string, ObjectHead>();
    for (const entry of readdirSync(join(this.#folder, bucket), { recursive: true, encoding: 'utf8' })) {
      if (!entry.endsWith('head.json')) continue;
      const stored = JSON.parse(readFileSync(join(this.#folder, bucket, entry), 'utf8')) as StoredHead;
      const head = { ...stored, lastModified: new Date(stored.lastModified) };
      if (existsSync(this.filePath(bucket, head.key))) heads.set(head.key, head);
    }
    return heads;
  }
}

type Written = { readonly path: string; readonly size: number; readonly md5: string };

/** @throws ServiceError PreconditionFailed, NoSuchKey (a condition on an object that is not there) */
function refuseUnmet(existing: ObjectHead | undefined, { ifNoneMatch, ifMatch }: PutCondition): void {
  if (ifMatch !== undefined && !existing)
    throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const unmet =
    (ifNoneMatch === '*' && existing) ||
    (ifMatch !== undefined && existing && unquoted(existing.etag) !== unquoted(ifMatch));
  if (unmet)
    throw new ServiceError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
