import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** Every version of every object is deleted; a bucket that is not there is empty. @returns how many */
export async function emptyBucket(client: S3Client, Bucket: string): Promise<number> {
  try {
    let count = 0;
    // From the beginning each time: what was listed is gone.
    for (let page = await deletePage(client, Bucket); page > 0; page = await deletePage(client, Bucket))
      count += page;
    return count;
  } catch (error) {
    if ((error as Error).name === 'NoSuchBucket') return 0;
    throw error;
  }
}

export class NotDeleted extends Error {
  override readonly name = 'NotDeleted';
}

/** @throws NotDeleted, so that nobody asks for the same page for ever */
async function deletePage(client: S3Client, Bucket: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  if (Objects.length === 0) return 0;
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first)
    throw new NotDeleted(`${first.Key} in ${Bucket} was not deleted: ${first.Code}: ${first.Message}`);
  return Objects.length;
}
