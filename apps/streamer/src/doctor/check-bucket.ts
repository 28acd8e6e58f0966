import { check, ok, problem, type Check } from './check.ts';

export type BucketParts = {
  readonly bucket: string;
  readonly list: (bucket: string, prefix: string) => AsyncIterable<unknown>;
};

/** A look, nothing is written: an object would look like a part of a batch. */
export function checkBucket({ bucket, list }: BucketParts): Check {
  return check({
    name: 'bucket',
    needs: [],
    gives: [],
    look: async () => {
      try {
        const objects = list(bucket, 'staging/')[Symbol.asyncIterator]();
        const { done } = await objects.next();
        await objects.return?.();
        return ok(`${bucket} answers, ${done ? 'without a batch so far' : 'and holds batches'}`);
      } catch (error) {
        const { message, name } = error as Error;
        return problem(
          `${bucket} cannot be read: ${message || name}`,
          'check GROUND_BUCKET, AWS_REGION, and that this role may list the bucket and get and put objects',
        );
      }
    },
  });
}
