import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ServiceError } from '../protocol/service-error.ts';
import { Documents } from '../state/documents.ts';
import type { IncomingBody } from './incoming-body.ts';
import { objectFolder } from './object-path.ts';
import type { ObjectHead } from './object-store.ts';

/** An object's head and the name of the file with its bytes. */
export type StoredObject = { readonly head: ObjectHead; readonly file: string; readonly replaced?: string };

type Document = {
  readonly head: Omit<ObjectHead, 'lastModified'> & { readonly lastModified: string };
  readonly file: string;
};

const HEAD = 'head';

/**
 * The objects of one bucket. Each has a folder with its bytes and a head that names them: to replace the head is to
 * replace the object, so that after a stop at any point there is the old object or the new one, never a mixture.
 */
export class StoredObjects {
  readonly #root: string;
  readonly #bucket: string;
  readonly #objects = new Map<string, StoredObject>();

  constructor(root: string, bucket: string) {
    this.#root = root;
    this.#bucket = bucket;
    mkdirSync(join(root, bucket), { recursive: true });
    this.#load();
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  heads(): ObjectHead[] {
    return [...this.#objects.values()].map(({ head }) => head);
  }

  /** @throws ServiceError NoSuchKey */
  filePath(key: string): string {
    const stored = this.#objects.get(key);
    if (!stored) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
    return join(this.#folder(key), stored.file);
  }

  /** The bytes replaced last stay until the next time, for those who are about to read them. */
  async put(head: ObjectHead, body: IncomingBody): Promise<void> {
    const folder = this.#folder(head.key);
    const before = this.#objects.get(head.key);
    const file = basename(body.path);
    await mkdir(folder, { recursive: true });
    await rename(body.path, join(folder, file));
    const document = { head: { ...head, lastModified: head.lastModified.toISOString() }, file };
    new Documents<Document>(folder).put(HEAD, document);
    this.#objects.set(head.key, { head, file, ...(before ? { replaced: before.file } : {}) });
    if (before?.replaced) await rm(join(folder, before.replaced), { force: true });
  }

  async delete(key: string): Promise<void> {
    const folder = this.#folder(key);
    this.#objects.delete(key);
    if (!existsSync(folder)) return;
    new Documents<Document>(folder).delete(HEAD);
    await rm(folder, { recursive: true, force: true });
  }

  #folder(key: string): string {
    return objectFolder(this.#root, this.#bucket, key);
  }

  #load(): void {
    const bucket = join(this.#root, this.#bucket);
    for (const shard of readdirSync(bucket)) {
      for (const name of readdirSync(join(bucket, shard))) this.#loadOne(join(bucket, shard, name));
    }
  }

  /** What no head names was on its way in or out when the process was stopped. */
  #loadOne(folder: string): void {
    const stored = new Documents<Document>(folder).get(HEAD);
    if (!stored) {
      rmSync(folder, { recursive: true, force: true });
      return;
    }
    const { head, file } = stored;
    for (const name of readdirSync(folder)) {
      if (name !== file && name !== `${HEAD}.json`) rmSync(join(folder, name), { force: true });
    }
    this.#objects.set(head.key, { head: { ...head, lastModified: new Date(head.lastModified) }, file });
  }
}
