import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ServiceError } from '../protocol/service-error.ts';
import { INCOMING, receiveBody, type IncomingBody } from './incoming-body.ts';
import { checkedBucket, objectFolder } from './object-path.ts';
import type { ObjectHead, ObjectStore, PutOptions } from './object-store.ts';
import { refuseUnmet } from './refuse-unmet.ts';
import { StoredObjects } from './stored-objects.ts';

/** Told after an object is durable. */
export type ObjectListener = (bucket: string, head: ObjectHead) => void;

/** An object put together from parts has a tag of its own kind. */
export type StoreOptions = PutOptions & { readonly etag?: string };

/** Objects as files in one folder; their heads are kept in memory and beside them. */
export class FileObjectStore implements ObjectStore {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, StoredObjects>();
  readonly #listeners: ObjectListener[] = [];
  /** Writes of one key follow each other, so that two conditional ones cannot both find it absent. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(folder: string, now: () => Date) {
    this.#folder = folder;
    this.#now = now;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      if (name.startsWith(INCOMING)) rmSync(join(folder, name), { force: true });
      else this.#buckets.set(name, new StoredObjects(folder, name));
    }
  }

  onCreated(listener: ObjectListener): void {
    this.#listeners.push(listener);
  }

  buckets(): string[] {
    return [...this.#buckets.keys()].sort();
  }

  async createBucket(bucket: string): Promise<void> {
    if (!this.#buckets.has(checkedBucket(bucket)))
      this.#buckets.set(bucket, new StoredObjects(this.#folder, bucket));
  }

  async head(bucket: string, key: string): Promise<ObjectHead | undefined> {
    return this.#bucket(bucket).get(key)?.head;
  }

  async read(bucket: string, key: string): Promise<Buffer> {
    return buffer(await this.readStream(bucket, key));
  }

  async readStream(bucket: string, key: string): Promise<Readable> {
    return (await this.open(bucket, key)).file.createReadStream();
  }

  /** One version of an object: its head, and its bytes whatever is written after. @throws ServiceError NoSuchKey */
  async open(bucket: string, key: string): Promise<{ readonly head: ObjectHead; readonly file: FileHandle }> {
    for (;;) {
      const path = this.filePath(bucket, key);
      const head = this.#bucket(bucket).get(key)?.head;
      try {
        if (head) return { head, file: await open(path) };
      } catch (error) {
        // Replaced twice or deleted between the look and the opening: look again.
        if (this.#bucket(bucket).get(key) && this.filePath(bucket, key) === path) throw error;
      }
    }
  }

  filePath(bucket: string, key: string): string {
    return this.#bucket(bucket).filePath(key);
  }

  async put(
    bucket: string,
    key: string,
    body: Uint8Array | Readable,
    options: StoreOptions = {},
  ): Promise<ObjectHead> {
    this.#bucket(bucket);
    objectFolder(this.#folder, bucket, key);
    const incoming = await receiveBody(this.#folder, body);
    const head = await this.#inTurn(`${bucket}/${key}`, () =>
      this.#commit(bucket, key, incoming, options),
    ).finally(() => rm(incoming.path, { force: true }));
    for (const listener of this.#listeners) listener(bucket, head);
    return head;
  }

  async delete(bucket: string, key: string): Promise<void> {
    const objects = this.#bucket(bucket);
    await this.#inTurn(`${bucket}/${key}`, () => objects.delete(key));
  }

  async list(bucket: string, prefix: string): Promise<readonly ObjectHead[]> {
    const heads = this.#bucket(bucket)
      .heads()
      .filter(({ key }) => key.startsWith(prefix));
    return heads.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  #bucket(bucket: string): StoredObjects {
    const objects = this.#buckets.get(bucket);
    if (!objects) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return objects;
  }

  async #commit(
    bucket: string,
    key: string,
    incoming: IncomingBody,
    options: StoreOptions,
  ): Promise<ObjectHead> {
    const objects = this.#bucket(bucket);
    refuseUnmet(objects.get(key)?.head, options);
    const { contentType = 'application/octet-stream', metadata = {}, etag = `"${incoming.md5}"` } = options;
    const head = { key, size: incoming.size, etag, lastModified: this.#now(), contentType, metadata };
    await objects.put(head, incoming);
    return head;
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
}
