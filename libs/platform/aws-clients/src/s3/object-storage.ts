/** A whole object; the etag is what a later conditional put is made on. */
export type StoredObject = { readonly body: Uint8Array; readonly etag: string };

export type ObjectSummary = { readonly key: string; readonly size: number; readonly lastModified: Date };

export type PutConditions = {
  /** Store only where no object is. */
  readonly ifNoneMatch?: '*';
  /** Store only over the object with this etag. */
  readonly ifMatch?: string;
  readonly contentType?: string;
};

export type PutAnswer =
  | { readonly stored: true; readonly etag: string }
  | { readonly stored: false; readonly reason: 'precondition' };

/** Objects in S3. A missing object is an answer (undefined); a missing bucket or right is an error. */
export type ObjectStorage = {
  readonly put: (
    bucket: string,
    key: string,
    body: Uint8Array | string,
    conditions?: PutConditions,
  ) => Promise<PutAnswer>;
  /** For what is too large to hold; visible as a whole when it resolves, and not at all when it fails. */
  readonly putStream: (bucket: string, key: string, chunks: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly get: (bucket: string, key: string) => Promise<StoredObject | undefined>;
  readonly getStream: (bucket: string, key: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
  readonly head: (
    bucket: string,
    key: string,
  ) => Promise<{ readonly size: number; readonly etag: string } | undefined>;
  /** In key order, all pages. */
  readonly list: (bucket: string, prefix: string) => AsyncIterable<ObjectSummary>;
  readonly delete: (bucket: string, key: string) => Promise<void>;
};
