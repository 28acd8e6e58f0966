import type { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { emptyBucket, NotDeleted } from './empty-bucket.ts';

/** A bucket that lists two at a time; the keys in `locked` cannot be deleted. */
function bucketOf(keys: string[], locked: readonly string[] = []): S3Client {
  let left = keys;
  const send = (command: unknown): Promise<object> => {
    if (command instanceof ListObjectVersionsCommand) {
      const page = left.slice(0, 2).map((Key) => ({ Key, VersionId: `${Key}-1` }));
      return Promise.resolve({ Versions: page.slice(0, 1), DeleteMarkers: page.slice(1) });
    }
    const { Objects = [] } = (command as DeleteObjectsCommand).input.Delete ?? {};
    const named = Objects.map(({ Key = '' }) => Key);
    left = left.filter((key) => locked.includes(key) || !named.includes(key));
    const refused = named.filter((key) => locked.includes(key));
    return Promise.resolve({
      Errors: refused.map((Key) => ({ Key, Code: 'AccessDenied', Message: 'locked' })),
    });
  };
  return { send } as unknown as S3Client;
}

describe('an emptied bucket', () => {
  it('has no version and no delete marker left', async () => {
    expect(await emptyBucket(bucketOf(['a', 'b', 'c', 'd', 'e']), 'bucket')).toBe(5);
    expect(await emptyBucket(bucketOf([]), 'bucket')).toBe(0);
  });

  it('is not tried for ever where something cannot be deleted', async () => {
    await expect(emptyBucket(bucketOf(['a', 'b'], ['b']), 'bucket')).rejects.toThrow(NotDeleted);
  });

  it('that is not there is empty', async () => {
    const missing = Object.assign(new Error('no'), { name: 'NoSuchBucket' });
    const client = { send: () => Promise.reject(missing) } as unknown as S3Client;
    expect(await emptyBucket(client, 'bucket')).toBe(0);
  });
});
