import type { ObjectStorage } from '@moving-ground/aws-clients/s3';
import type { Batch } from '@moving-ground/export';
import { objectKeys, type Manifest } from '@moving-ground/run';

/** The part of the object storage that a delivery needs. */
export type BatchObjects = Pick<ObjectStorage, 'put' | 'get'>;

/** A manifest of this id exists and describes other files: one of the two is not what its name says. */
export class BatchConflict extends Error {
  override readonly name = 'BatchConflict';
  constructor(bucket: string, key: string) {
    super(
      `s3://${bucket}/${key} describes other files than the batch about to be delivered under the same id: ` +
        'compare both and move the object away',
    );
  }
}

/**
 * The manifest goes last: a batch exists exactly when its manifest does. The same batch may be delivered again.
 * @returns whether this delivery brought the batch into being
 * @throws BatchConflict
 */
export async function deliverBatch(objects: BatchObjects, bucket: string, batch: Batch): Promise<boolean> {
  const { batchId, manifest } = batch;
  const csv = { contentType: 'text/csv' } as const;
  await objects.put(bucket, objectKeys.transactions(batchId), batch.transactionsCsv, csv);
  await objects.put(bucket, objectKeys.prices(batchId), batch.pricesCsv, csv);
  const key = objectKeys.manifest(batchId);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const answer = await objects.put(bucket, key, text, { ifNoneMatch: '*', contentType: 'application/json' });
  if (answer.stored) return true;
  await requireSameFiles(objects, bucket, manifest);
  return false;
}

/** What an earlier try wrote may differ in what surrounds the files, such as a later schema version. */
async function requireSameFiles(objects: BatchObjects, bucket: string, manifest: Manifest): Promise<void> {
  const key = objectKeys.manifest(manifest.batchId);
  const found = await objects.get(bucket, key);
  const earlier = found && (JSON.parse(new TextDecoder().decode(found.body)) as Partial<Manifest>);
  const isSame =
    earlier?.transactions?.sha256 === manifest.transactions.sha256 &&
    earlier.prices?.sha256 === manifest.prices.sha256;
  if (!isSame) throw new BatchConflict(bucket, key);
}
