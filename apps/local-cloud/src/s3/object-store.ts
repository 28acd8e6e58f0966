import type { Readable } from 'node:stream';

export type ObjectHead = {
  readonly key: string;
  readonly size: number;
  /** With its double quotes, as the ETag header has it. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
};

export type PutCondition = { readonly ifNoneMatch?: '*'; readonly ifMatch?: string };

/** Where the local services read and write objects without going through HTTP. */
export interface ObjectStore {
  createBucket(bucket: string): Promise<void>;
  /** Undefined where there is no such object. */
  head(bucket: string, key: string): Promise<ObjectHead | undefined>;
  /** @throws ServiceError NoSuchKey, NoSuchBucket */
  read(bucket: string, key: string): Promise<Buffer>;
  readStream(bucket: string, key: string): Promise<Readable>;
  /** The file that holds the object's bytes, for readers in worker threads; never to be written. */
  filePath(bucket: string, key: string): string;
  /** Durable and visible all at once when it resolves. @throws ServiceError PreconditionFailed, NoSuchBucket */
  put(bucket: string, key: string, body: Uint8Array | Readable, options?: PutOptions): Promise<ObjectHead>;
  delete(bucket: string, key: string): Promise<void>;
  /** All objects below the prefix, keys in UTF-8 byte order. */
  list(bucket: string, prefix: string): Promise<readonly ObjectHead[]>;
}

export type PutOptions = PutCondition & {
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};
